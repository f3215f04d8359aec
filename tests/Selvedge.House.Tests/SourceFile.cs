namespace Selvedge.House.Tests;

/// <param name="Path">From the root of the repository, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    // The rules' own words stand here, in samples of what they forbid.
    public bool IsHouse => Path.StartsWith("tests/Selvedge.House.Tests/", StringComparison.Ordinal);
}
