using System.Collections.Immutable;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages.Network;

/// <summary>A prefix with what is announced of it.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="At">Its announcements, by location.</param>
internal sealed record PrefixRow(PrefixView Prefix, ImmutableSortedDictionary<string, AnnouncementView> At)
{
    /// <summary>The role of a prefix whose document is gone.</summary>
    public const string Deleted = "Deleted";

    /// <summary>How it stands over its places; without any place it is announced nowhere.</summary>
    public Standing Standing => Prefix.IsReserved ? Standing.Unplaced
        : At.IsEmpty ? Standing.Shut
        : Standings.Of(At.Values.Select(one => one.Standing));

    /// <summary>At how many places neighbours are told of it.</summary>
    public int Told => At.Values.Count(one => one.Observed > 0);

    /// <summary>Whether it is to reach somebody and nobody is told of it.</summary>
    public bool IsNowhere => !Prefix.IsReserved && Told == 0 && Standing != Standing.Drained;

    /// <summary>Those that need a person, the worst first.</summary>
    public IEnumerable<AnnouncementView> Troubles => At.Values
        .Where(one => one.IsTrouble || one.Reach is Reach.Refused)
        .OrderBy(one => one.Reach switch
        {
            Reach.Untold => 0,
            Reach.StillTold => 1,
            Reach.Partly => 2,
            _ => 3,
        });

    /// <summary>Every prefix of a picture, by name; also one whose document is gone while it is still announced.
    /// </summary>
    public static ImmutableArray<PrefixRow> Of(NetworkView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var announced = view.Announcements.Values
            .Where(one => one.Prefix.Length > 0 && one.Location.Length > 0)
            .ToLookup(one => one.Prefix, StringComparer.Ordinal);
        return
        [
            .. view.Prefixes.Keys.Union(announced.Select(group => group.Key), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new PrefixRow(
                    view.Prefixes.GetValueOrDefault(name)
                        ?? new PrefixView(name, "", Deleted, 0, [], Live: false, 0, ""),
                    announced[name].DistinctBy(one => one.Location, StringComparer.Ordinal)
                        .ToImmutableSortedDictionary(one => one.Location, one => one, StringComparer.Ordinal))),
        ];
    }

    /// <summary>The locations that get a column: those of any prefix; where they are too many, first those where
    /// something needs a person. Sorted by name.</summary>
    public static ImmutableArray<string> ColumnsOf(ImmutableArray<PrefixRow> rows) =>
    [
        .. rows.SelectMany(row => row.At.Values)
            .GroupBy(one => one.Location, StringComparer.Ordinal)
            .OrderBy(group => group.Any(one => one.IsTrouble) ? 0 : 1)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(Limits.ColumnsShown)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal),
    ];
}
