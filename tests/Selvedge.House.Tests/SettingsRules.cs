namespace Selvedge.House.Tests;

/// <summary>What the compiler and the analyzers are told; they hold the rest of the rules.</summary>
internal static class SettingsRules
{
    private static readonly string[] RequiredProperties =
    [
        "<TreatWarningsAsErrors>true<", "<GenerateDocumentationFile>true<", "<EnforceCodeStyleInBuild>true<",
        "<Nullable>enable<",
    ];

    private static readonly string[] RequiredForAllCode =
    [
        "dotnet_diagnostic.MA0051.severity = warning", "MA0051.maximum_lines_per_method = 70",
        "dotnet_diagnostic.RS0030.severity = error", "dotnet_diagnostic.MA0048.severity = warning",
        "dotnet_diagnostic.CA1848.severity = warning",
    ];

    public static IEnumerable<string> MissingProperties(string props) =>
        RequiredProperties.Where(property => !props.Contains(property, StringComparison.Ordinal))
            .Select(property => $"Directory.Build.props: put {property.TrimEnd('<')} back");

    public static IEnumerable<string> MissingDiagnostics(string editorConfig)
    {
        var all = Section(editorConfig, "[*.cs]");
        return RequiredForAllCode.Where(line => !all.Contains(line, StringComparer.Ordinal))
            .Select(line => $".editorconfig [*.cs]: put \"{line}\" back");
    }

    public static IEnumerable<string> UndocumentedProduct(string editorConfig)
    {
        var section = "";
        foreach (var line in editorConfig.Split('\n', StringSplitOptions.TrimEntries))
        {
            section = line.StartsWith('[') ? line : section;
            if (line.StartsWith("dotnet_diagnostic.CS1591", StringComparison.Ordinal)
                && !section.StartsWith("[tests/", StringComparison.Ordinal)
                && !section.StartsWith("[bench/", StringComparison.Ordinal))
            {
                yield return $".editorconfig {section}: public types of the product are documented; remove {line}";
            }
        }
    }

    private static string[] Section(string editorConfig, string header) =>
        [.. editorConfig.Split('\n', StringSplitOptions.TrimEntries).SkipWhile(line => line != header).Skip(1)
            .TakeWhile(line => !line.StartsWith('['))];
}
