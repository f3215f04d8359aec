namespace Selvedge.House.Tests;

public sealed class LayoutTests
{
    private static string[] Paths => [.. SourceTree.Files.Select(file => file.Path)];

    [Fact]
    public void A_feature_is_at_most_two_folders_deep() =>
        SourceTree.Holds(SourceTree.Files
            .Where(file => file.IsCode || file.Path.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => LayoutRules.TooDeep(file.Path)));

    [Fact]
    public void Tests_lie_in_the_folders_of_what_they_test() => SourceTree.Holds(LayoutRules.NotMirrored(Paths));

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        Assert.Contains("docs/adr/0001-record-decisions.md", Paths);
        SourceTree.Holds(LayoutRules.BadNumbers(Paths));
    }

    [Fact]
    public void A_decision_is_one_page_with_its_three_headings() =>
        SourceTree.Holds(SourceTree.Files.Where(file => file.Path.StartsWith("docs/adr/0", StringComparison.Ordinal))
            .SelectMany(LayoutRules.BadRecord));

    [Fact]
    public void The_change_log_has_a_place_for_what_comes_next() =>
        Assert.Contains("\n## [Unreleased]\n", SourceTree.Get("CHANGELOG.md").Text, StringComparison.Ordinal);

    [Fact]
    public void Misplaced_files_are_found()
    {
        Assert.Single(LayoutRules.TooDeep("src/Selvedge.Edge/Http/Cache/Disk/A.cs"));
        Assert.Empty(LayoutRules.TooDeep("src/Selvedge.Edge/Http/Cache/A.cs"));
        Assert.Single(LayoutRules.NotMirrored(["src/Selvedge.Core/A/A.cs", "tests/Selvedge.Core.Tests/B/ATests.cs"]));
        Assert.Empty(LayoutRules.NotMirrored(["src/Selvedge.Core/A/A.cs", "tests/Selvedge.Core.Tests/A/ATests.cs"]));
        Assert.Single(LayoutRules.BadNumbers(["docs/adr/0001-a.md", "docs/adr/0003-b.md"]));
        Assert.Single(LayoutRules.BadNumbers(["docs/adr/0001-a.md", "docs/adr/2-b.md"]));
        Assert.NotEmpty(LayoutRules.BadRecord(new SourceFile("docs/adr/0001-a.md", "# a\n\n## Context\n")));
    }
}
