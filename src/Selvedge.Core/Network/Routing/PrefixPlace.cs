using System.Collections.Immutable;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Routing;

/// <summary>One location of a prefix, as the verdict table has it.</summary>
internal sealed class PrefixPlace
{
    private readonly int _serviceable;
    private readonly int _fresh;
    private readonly int _silent;

    private PrefixPlace(RoutedPrefix prefix, VerdictTable table, string location)
    {
        Location = location;
        var verdicts = prefix.Sites.IsEmpty
            ? []
            : prefix.Sites.Select(site => table.Find(site, location)
                ?? new Verdict(site, location, false, [], [])).ToImmutableArray();
        _serviceable = verdicts.Count(verdict => verdict.Serviceable);
        _fresh = verdicts.Count(verdict => verdict is { Serviceable: true, Held: null });
        _silent = verdicts.Count(verdict => verdict.Shut.Any(IsSilence));
        Drained = prefix.Sites.IsEmpty ? IsDrained(table, location) : verdicts.Any(IsDrained);
        Nodes = verdicts.IsEmpty
            ? []
            : [.. verdicts[0].Nodes.Where(node =>
                verdicts.All(verdict => verdict.Nodes.Contains(node, StringComparer.Ordinal)))];
        IsOpen = prefix.Sites.IsEmpty ? !Drained : _serviceable == verdicts.Length && !Nodes.IsEmpty;
        NamesAll = prefix.Sites.IsEmpty;
        Held = verdicts.Any(verdict => verdict.Held == VerdictGuards.LastPlace);
        Cause = verdicts.FirstOrDefault(verdict => !verdict.IsWanted())
            ?? verdicts.FirstOrDefault(verdict => !verdict.Serviceable);
        IsUnwanted = verdicts.Any(verdict => !verdict.IsWanted());
    }

    /// <summary>Its name.</summary>
    public string Location { get; }

    /// <summary>Whether every site of the prefix is served here, by one node at least.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether the place was taken out of service.</summary>
    public bool Drained { get; }

    /// <summary>Whether a guard keeps it as the last place of a site.</summary>
    public bool Held { get; }

    /// <summary>Whether plan or law do not want one of the sites here: no need makes it a place of the prefix.
    /// </summary>
    public bool IsUnwanted { get; }

    /// <summary>Nodes that every site of the prefix is served by.</summary>
    public ImmutableArray<string> Nodes { get; }

    /// <summary>A verdict that closes the place; null: none.</summary>
    public Verdict? Cause { get; }

    private bool NamesAll { get; }

    /// <summary>The prefix's locations, the last to be given up first. Whoever has the same table has the same order,
    /// without a word between them.</summary>
    /// <remarks>By how many of its sites are serviceable there; then places whose nodes speak come before those that
    /// may be dead, and drained ones last; then by name.</remarks>
    public static ImmutableArray<PrefixPlace> Rank(RoutedPrefix prefix, VerdictTable table) =>
    [
        .. prefix.Locations.Select(location => new PrefixPlace(prefix, table, location))
            .OrderBy(place => place.IsUnwanted)
            .ThenByDescending(place => place.IsOpen)
            .ThenByDescending(place => place._serviceable)
            .ThenByDescending(place => place._fresh)
            .ThenBy(place => place._silent)
            .ThenBy(place => place.Drained)
            .ThenBy(place => place.Location, StringComparer.Ordinal),
    ];

    /// <summary>Whether the node may speak for the place.</summary>
    public bool Names(string node) => IsOpen && (NamesAll || Nodes.Contains(node, StringComparer.Ordinal));

    /// <summary>Whether the place stays open without the node.</summary>
    public bool IsOpenWithout(string node) => IsOpen && Nodes.Any(other => other != node);

    // Words of the judge for a node that nothing was heard of.
    private static bool IsSilence(ShutGate shut) =>
        shut.Gate == Gate.Current && shut.Reason is "StatusStale" or "NeverReported" or "NoNode";

    private static bool IsDrained(Verdict verdict) =>
        !verdict.Serviceable && verdict.Shut.Any(shut => shut.Gate == Gate.Admitted);

    // A prefix without sites goes by the location's other sites: a drain shuts the gate for all of them.
    private static bool IsDrained(VerdictTable table, string location)
    {
        var here = table.Verdicts.Where(verdict => verdict.Location == location).ToList();
        return here.Count > 0 && here.TrueForAll(verdict => verdict.Shut.Any(shut => shut.Gate == Gate.Admitted));
    }
}
