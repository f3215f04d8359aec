using System.Text.RegularExpressions;

namespace Selvedge.House.Tests;

/// <summary>Where files lie.</summary>
internal static partial class LayoutRules
{
    private const int FeatureDepthMax = 2;
    private const int AdrLinesMax = 60;

    // These have no project of the product beside them whose folders they could mirror.
    private static readonly string[] FreeTests = ["Selvedge.House.Tests", "Selvedge.System.Tests"];

    public static IEnumerable<string> TooDeep(string path)
    {
        var parts = path.Split('/');
        return parts[0] == "src" && parts.Length - 3 > FeatureDepthMax
            ? [$"{path}: a feature is a folder, at most {FeatureDepthMax} levels deep; flatten it"]
            : [];
    }

    public static IEnumerable<string> NotMirrored(IReadOnlyCollection<string> paths)
    {
        var folders = paths.Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(path => Prefixes(path)).ToHashSet(StringComparer.Ordinal);
        return paths
            .Where(path => path.StartsWith("tests/", StringComparison.Ordinal)
                && path.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Where(path => !FreeTests.Contains(path.Split('/')[1], StringComparer.Ordinal))
            .Where(path => !folders.Contains(Mirror(Folder(path))))
            .Select(path => $"{path}: tests lie where the code lies, but there is no {Mirror(Folder(path))}");
    }

    public static IEnumerable<string> BadNumbers(IEnumerable<string> paths)
    {
        var names = paths.Where(path => path.StartsWith("docs/adr/", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path)).Where(name => name != "README.md")
            .Order(StringComparer.Ordinal).ToArray();
        return names.Select((name, index) => (name, Number: $"{index + 1:0000}"))
            .Where(pair => !AdrName().IsMatch(pair.name)
                || !pair.name.StartsWith(pair.Number, StringComparison.Ordinal))
            .Select(pair => $"docs/adr/{pair.name}: decisions are numbered without gaps; this place is {pair.Number}");
    }

    public static IEnumerable<string> BadRecord(SourceFile adr)
    {
        string[] headings = ["\n## Context\n", "\n## Decision\n", "\n## Consequences\n"];
        return headings.Where(heading => !adr.Text.Contains(heading, StringComparison.Ordinal))
            .Select(heading => $"{adr.Path}: add the heading {heading.Trim()}")
            .Concat(adr.Lines.Length > AdrLinesMax ? [$"{adr.Path}: a decision fits on one page"] : []);
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var folder = Folder(path); folder.Length > 0; folder = Folder(folder))
        {
            yield return folder;
        }
    }

    private static string Folder(string path) => path.Contains('/', StringComparison.Ordinal)
        ? path[..path.LastIndexOf('/')]
        : "";

    private static string Mirror(string folder) =>
        "src/" + folder["tests/".Length..].Replace(".Tests", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d{4}-[a-z0-9-]+\.md$", RegexOptions.None, 1000)]
    private static partial Regex AdrName();
}
