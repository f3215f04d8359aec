using Selvedge.Core.Resources;

namespace Selvedge.Core.Geography;

/// <summary>One country or territory of ISO 3166-1.</summary>
/// <param name="Code">Alpha-2, in capitals.</param>
/// <param name="Continent"><c>EU NA SA AS AF OC AN</c>.</param>
/// <param name="Region">The sub-region of the United Nations' M49, for example <c>western-europe</c>.</param>
/// <param name="Centre">About the middle of the land, to a tenth of a degree.</param>
public sealed record Country(string Code, string Continent, string Region, Coordinates Centre);
