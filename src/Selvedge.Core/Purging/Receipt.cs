using System.Collections.Immutable;

namespace Selvedge.Core.Purging;

/// <summary>Who did what they were told to.</summary>
/// <param name="Sequence">Of the purge.</param>
/// <param name="Asked">Every node that the command is for, sorted.</param>
/// <param name="Answered">Those that did it, sorted, with how long it took.</param>
public sealed record Receipt(
    long Sequence, ImmutableArray<string> Asked, ImmutableArray<ReceiptLine> Answered)
{
    /// <summary>How long the slowest node may take to answer before a receipt names it missing. Answers come in some
    /// ten milliseconds. A node that stood still for nearly as long has to suspect that it is named in one.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>The nodes that did not answer; they catch up before they serve again.</summary>
    public IEnumerable<string> Missing => Asked.Except(Answered.Select(line => line.Node), StringComparer.Ordinal);
}
