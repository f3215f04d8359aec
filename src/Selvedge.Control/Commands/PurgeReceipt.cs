using System.Collections.Immutable;

namespace Selvedge.Control.Commands;

/// <summary>What became of one purge.</summary>
/// <param name="Site">Whose objects.</param>
/// <param name="Kind"><c>Url</c>, <c>Tag</c> or <c>Site</c>.</param>
/// <param name="Value">The URL or tag.</param>
/// <param name="Sequence">Its place in the network's order.</param>
/// <param name="Asked">How many nodes it is for.</param>
/// <param name="Answered">Who did it.</param>
/// <param name="Missing">Who did not answer; they catch up before they serve again.</param>
public sealed record PurgeReceipt(
    string Site,
    string Kind,
    string Value,
    long Sequence,
    int Asked,
    ImmutableArray<PurgeReceiptLine> Answered,
    ImmutableArray<string> Missing);
