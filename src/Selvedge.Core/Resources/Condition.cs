using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>Kubernetes' condition: one fact about a document that a person or <c>kubectl wait</c> reads.</summary>
/// <param name="Type">What is spoken of, for example <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">One sentence for people; may be empty.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> last changed.</param>
public sealed record Condition(
    string Type, string Status, string Reason, string Message, DateTimeOffset LastTransitionTime)
{
    /// <summary>With the transition time of the same condition as it was before, where its status has not changed.
    /// </summary>
    public Condition Since(ImmutableArray<Condition>? before) =>
        before?.FirstOrDefault(earlier => earlier.Type == Type) is { } earlier && earlier.Status == Status
            ? this with { LastTransitionTime = earlier.LastTransitionTime }
            : this;
}
