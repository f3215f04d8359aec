using System.Collections.Frozen;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Geography;

/// <summary>Every country of ISO 3166-1 with its region, continent and middle.</summary>
/// <remarks>Regions follow M49, with two differences that operators expect: the Caribbean and Central America count to
/// the continent <c>NA</c>, Cyprus and Turkey to <c>AS</c>. Middles are public facts, rounded.</remarks>
public static class Countries
{
    private static readonly FrozenDictionary<string, string> ContinentNames = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["europe"] = "EU",
        ["north-america"] = "NA",
        ["south-america"] = "SA",
        ["asia"] = "AS",
        ["africa"] = "AF",
        ["oceania"] = "OC",
        ["antarctica"] = "AN",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Union = FrozenSet.Create(
        StringComparer.Ordinal,
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private static readonly FrozenDictionary<string, Country> ByCode = CountryTable.Rows.ToFrozenDictionary(
        row => row.Code,
        row => new Country(
            row.Code,
            row.Continent,
            row.Region,
            new Coordinates { Latitude = row.Latitude, Longitude = row.Longitude }),
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Regions =
        CountryTable.Rows.Select(row => row.Region).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All of them, sorted by code.</summary>
    public static IEnumerable<Country> All => CountryTable.Rows.Select(row => ByCode[row.Code]);

    /// <summary>The country of an alpha-2 code in capitals; null where ISO knows none.</summary>
    public static Country? Find(string? code) =>
        code is not null && ByCode.TryGetValue(code, out var found) ? found : null;

    /// <summary>Whether a country is a member state of the European Union.</summary>
    public static bool IsUnionMember(string country) => Union.Contains(country);

    /// <summary>Whether a text names a region that <see cref="RegionMatches"/> can match.</summary>
    public static bool IsRegion(string? text) =>
        text is not null
        && (text is "EU" or "OC" or "AN"
            || ByCode.ContainsKey(text) || ContinentNames.ContainsKey(text) || Regions.Contains(text));

    /// <summary>Whether a country lies in what a document calls a region.</summary>
    /// <param name="country">Alpha-2, in capitals. An unknown country lies nowhere.</param>
    /// <param name="text">A country code; <c>EU</c>, the member states of the European Union; a continent by name
    /// (<c>europe north-america south-america asia africa oceania antarctica</c>) or, where no country has the same
    /// code, by code (<c>OC AN</c>; <c>NA</c> is Namibia, <c>SA</c> Saudi Arabia, <c>AS</c> American Samoa and
    /// <c>AF</c> Afghanistan, since the narrower reading is the safer one for compliance); or a sub-region of M49 such
    /// as <c>western-europe</c>. Names in lower case.</param>
    public static bool RegionMatches(string country, string text)
    {
        if (Find(country) is not { } found)
        {
            return false;
        }

        if (text == "EU")
        {
            return IsUnionMember(found.Code);
        }

        if (ByCode.ContainsKey(text))
        {
            return found.Code == text;
        }

        return ContinentNames.TryGetValue(text, out var continent)
            ? found.Continent == continent
            : found.Continent == text || found.Region == text;
    }
}
