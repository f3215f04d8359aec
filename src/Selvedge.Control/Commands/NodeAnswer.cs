using System.Text.Json;

namespace Selvedge.Control.Commands;

/// <summary>One node's answer to a question that all were asked.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Location">Its location.</param>
/// <param name="TookMilliseconds">From sending to the answer; 0 where none came.</param>
/// <param name="Reason">Why there is no answer; else empty.</param>
/// <param name="Answer">The answer; null where there is none.</param>
public sealed record NodeAnswer(
    string Node, string Location, double TookMilliseconds, string Reason, JsonElement? Answer);
