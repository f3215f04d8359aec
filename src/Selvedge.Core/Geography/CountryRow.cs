namespace Selvedge.Core.Geography;

/// <summary>One row of <see cref="CountryTable"/>; degrees north and east.</summary>
internal readonly record struct CountryRow(
    string Code, string Continent, string Region, double Latitude, double Longitude);
