using System.Collections.Immutable;
using System.Text.Json;

namespace Selvedge.Console.Model;

/// <summary>One answer of the API: a list, or an event of a watch.</summary>
/// <param name="Collection">Of which collection.</param>
/// <param name="Change">What it does to the collection.</param>
/// <param name="Objects">The documents, as the API sent them.</param>
/// <param name="At">When it arrived.</param>
internal sealed record ApiUpdate(
    ApiCollection Collection, ApiChange Change, ImmutableArray<JsonElement> Objects, DateTimeOffset At);
