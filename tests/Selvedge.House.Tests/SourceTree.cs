namespace Selvedge.House.Tests;

/// <summary>The files of the repository that the test program was built from.</summary>
internal static class SourceTree
{
    private static readonly string[] IgnoredFolders = ["artifacts", ".git", ".selvedge", "node_modules", "TestResults"];

    private static readonly string[] TextExtensions =
        [".cs", ".razor", ".csproj", ".props", ".slnx", ".json", ".md", ".yaml", ".yml", ".css", ".js", ".html",
            ".svg", ".txt", ".sh", ".awk", ".editorconfig", ".gitignore", ""];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Walk(Root).Where(path => TextExtensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path), File.ReadAllText(path)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> Code => Files.Where(file => file.IsCode);

    public static IEnumerable<SourceFile> Product => Files.Where(file => file.IsProduct && file.IsCode);

    public static IEnumerable<SourceFile> Projects =>
        Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static SourceFile Get(string path) => Files.Single(file => file.Path == path);

    /// <summary>Fails with every complaint of a rule, one a line.</summary>
    public static void Holds(IEnumerable<string> complaints)
    {
        var all = complaints.ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all.Prepend($"{all.Length} found:")));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Selvedge.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException(
            $"No Selvedge.slnx above {AppContext.BaseDirectory}: run the tests from inside the repository.");
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => !IgnoredFolders.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                .SelectMany(Walk));
}
