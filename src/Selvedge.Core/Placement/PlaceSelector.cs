using Selvedge.Core.Geography;

namespace Selvedge.Core.Placement;

/// <summary>Names locations by what they are. All members that are given have to fit; at least one is given.</summary>
public sealed record PlaceSelector
{
    /// <summary>The Location's name. Null: any.</summary>
    public string? Location { get; init; }

    /// <summary>The city; capital and small letters are the same. Null: any.</summary>
    public string? City { get; init; }

    /// <summary>ISO 3166-1 alpha-2 in capitals. Null: any.</summary>
    public string? Country { get; init; }

    /// <summary>Whatever <see cref="Countries.RegionMatches"/> knows: <c>europe</c>, <c>western-europe</c>, <c>EU</c>.
    /// Null: any.</summary>
    public string? Region { get; init; }

    /// <summary><c>EU NA SA AS AF OC AN</c>; here <c>EU</c> is the continent, not the Union. Null: any.</summary>
    public string? Continent { get; init; }

    /// <summary>The Provider's name. Null: any.</summary>
    public string? Provider { get; init; }

    /// <summary><c>key=value</c>, or <c>key</c> with any value. Null: any.</summary>
    public string? Label { get; init; }

    /// <summary>Whether a location fits.</summary>
    public bool Matches(PlacementLocation location) =>
        (Location is null || location.Name == Location)
        && (City is null || string.Equals(location.City, City, StringComparison.OrdinalIgnoreCase))
        && (Country is null || location.Country == Country)
        && (Region is null || Countries.RegionMatches(location.Country, Region))
        && (Continent is null || Countries.Find(location.Country)?.Continent == Continent)
        && (Provider is null || location.Provider == Provider)
        && (Label is null || HasLabel(location, Label));

    /// <summary>In words: <c>region europe, provider acme</c>.</summary>
    public override string ToString() => string.Join(", ", new (string Name, string? Value)[]
    {
        ("location", Location), ("city", City), ("country", Country), ("region", Region),
        ("continent", Continent), ("provider", Provider), ("label", Label),
    }.Where(member => member.Value is not null).Select(member => $"{member.Name} {member.Value}"));

    private static bool HasLabel(PlacementLocation location, string label)
    {
        var equals = label.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? location.Labels.ContainsKey(label)
            : location.Labels.TryGetValue(label[..equals], out var value) && value == label[(equals + 1)..];
    }
}
