namespace Selvedge.Core.Resources.Schemas;

/// <summary>What is told of a text that <see cref="Geography.Countries.IsRegion"/> does not know.</summary>
internal static class RegionProblem
{
    private static readonly string[] Regions =
        ["EU", "africa", "asia", "europe", "north-america", "oceania", "south-america"];

    public static Problem Of(string path, string text)
    {
        var near = Nearest.Of(text, Regions);
        return new Problem(
            path, $"'{TextForms.Brief(text)}' is no country and no region.",
            near is null
                ? $"Write a country such as DE, or a region such as {string.Join(", ", Regions)}."
                : $"Did you mean {near}?",
            ProblemCause.FieldValueNotSupported);
    }
}
