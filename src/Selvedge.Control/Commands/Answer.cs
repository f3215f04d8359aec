using System.Collections.Immutable;

namespace Selvedge.Control.Commands;

/// <summary>What several nodes or purges gave, in a shape that can grow.</summary>
/// <param name="Items">One each.</param>
internal sealed record Answer<T>(ImmutableArray<T> Items);
