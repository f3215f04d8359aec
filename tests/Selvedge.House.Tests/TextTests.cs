namespace Selvedge.House.Tests;

public sealed class TextTests
{
    private static IEnumerable<SourceFile> Outside => SourceTree.Files.Where(file => !file.IsHouse);

    [Fact]
    public void Product_files_have_at_most_600_lines() =>
        SourceTree.Holds(SourceTree.Product.SelectMany(TextRules.FileTooLong));

    [Fact]
    public void Lines_have_at_most_120_columns() =>
        SourceTree.Holds(SourceTree.Code.SelectMany(TextRules.LineTooLong));

    [Fact]
    public void Types_are_named_after_things_of_the_domain() =>
        SourceTree.Holds(SourceTree.Code.SelectMany(TextRules.BannedName));

    [Fact]
    public void Nothing_is_left_for_later() => SourceTree.Holds(Outside.SelectMany(TextRules.LeftForLater));

    [Fact]
    public void No_warning_is_switched_off_in_place() =>
        SourceTree.Holds(Outside.SelectMany(TextRules.DisabledWarning));

    [Fact]
    public void No_test_is_switched_off() => SourceTree.Holds(Outside.SelectMany(TextRules.SkippedTest));

    [Fact]
    public void Nothing_throws_not_implemented() => SourceTree.Holds(Outside.SelectMany(TextRules.NotImplemented));

    [Fact]
    public void A_timer_is_waited_for() => SourceTree.Holds(SourceTree.Product.SelectMany(TextRules.UnwaitedTimer));

    [Fact]
    public void No_test_sleeps() =>
        SourceTree.Holds(Outside.Where(file => file.IsCode && !file.IsProduct).SelectMany(TextRules.SleepingTest));

    [Fact]
    public void No_file_names_a_path_of_one_machine() => SourceTree.Holds(Outside.SelectMany(TextRules.MachinePath));

    [Fact]
    public void No_file_names_a_package_registry() => SourceTree.Holds(Outside.SelectMany(TextRules.RegistryHost));

    [Fact]
    public void Namespaces_are_file_scoped() =>
        SourceTree.Holds(SourceTree.Code.Where(file => !file.IsHouse).SelectMany(TextRules.MissingFileScopedNamespace));

    // Every rule must be able to fail: each line is one that its rule forbids.
    [Theory]
    [InlineData(nameof(TextRules.LineTooLong), "                                                                 "
        + "                                                            x")]
    [InlineData(nameof(TextRules.BannedName), "internal sealed partial class CacheManager(int size)")]
    [InlineData(nameof(TextRules.BannedName), "public readonly record struct NodeHelper;")]
    [InlineData(nameof(TextRules.BannedName), "    private enum DnsUtils")]
    [InlineData(nameof(TextRules.LeftForLater), "// TODO later")]
    [InlineData(nameof(TextRules.LeftForLater), "/* HACK */")]
    [InlineData(nameof(TextRules.DisabledWarning), "#pragma warning disable CA1031")]
    [InlineData(nameof(TextRules.DisabledWarning), "<NoWarn>CS1591</NoWarn>")]
    [InlineData(nameof(TextRules.SkippedTest), "[Fact(Skip = \"flaky\")]")]
    [InlineData(nameof(TextRules.SkippedTest), "[Theory(DisplayName = \"x\", Skip = \"flaky\")]")]
    [InlineData(nameof(TextRules.NotImplemented), "throw new NotImplementedException();")]
    [InlineData(nameof(TextRules.BannedName), "public sealed class ShopService")]
    [InlineData(nameof(TextRules.SleepingTest), "Thread.Sleep(100);")]
    [InlineData(nameof(TextRules.UnwaitedTimer), "        using var timer = _time.CreateTimer(")]
    [InlineData(nameof(TextRules.MachinePath), "see /work/shared/x")]
    [InlineData(nameof(TextRules.MachinePath), "cd /root/x")]
    [InlineData(nameof(TextRules.RegistryHost), "https://api.nuget.org/v3/index.json")]
    [InlineData(nameof(TextRules.MissingFileScopedNamespace), "namespace A.B\n{\n}")]
    public void Each_rule_finds_what_it_forbids(string rule, string line) =>
        Assert.Single(Rule(rule)(new SourceFile("src/A/B.cs", "using System;\n" + line + "\n")));

    [Theory]
    [InlineData(nameof(TextRules.LineTooLong), "short")]
    [InlineData(nameof(TextRules.BannedName), "internal sealed class HelperLine : BackgroundService")]
    [InlineData(nameof(TextRules.BannedName), "public sealed record Service")]
    [InlineData(nameof(TextRules.LeftForLater), "var hackney = 1; // TODOS")]
    [InlineData(nameof(TextRules.SkippedTest), "[Fact] Assert.Skip(\"dig is not installed\");")]
    [InlineData(nameof(TextRules.UnwaitedTimer), "        await using var timer = time.CreateTimer(")]
    [InlineData(nameof(TextRules.MachinePath), "https://example.com/work/a /var/work/x ~/root/")]
    [InlineData(nameof(TextRules.MissingFileScopedNamespace), "namespace A.B;")]
    public void Each_rule_passes_what_it_allows(string rule, string line) =>
        Assert.Empty(Rule(rule)(new SourceFile("src/A/B.cs", "using System;\n" + line + "\n")));

    [Fact]
    public void A_file_of_601_lines_is_too_long()
    {
        var lines = string.Concat(Enumerable.Repeat("x\n", 600));
        Assert.Empty(TextRules.FileTooLong(new SourceFile("src/A/B.cs", lines)));
        Assert.Single(TextRules.FileTooLong(new SourceFile("src/A/B.cs", lines + "x\n")));
    }

    private static Func<SourceFile, IEnumerable<string>> Rule(string name) => name switch
    {
        nameof(TextRules.LineTooLong) => TextRules.LineTooLong,
        nameof(TextRules.BannedName) => TextRules.BannedName,
        nameof(TextRules.LeftForLater) => TextRules.LeftForLater,
        nameof(TextRules.DisabledWarning) => TextRules.DisabledWarning,
        nameof(TextRules.SkippedTest) => TextRules.SkippedTest,
        nameof(TextRules.NotImplemented) => TextRules.NotImplemented,
        nameof(TextRules.UnwaitedTimer) => TextRules.UnwaitedTimer,
        nameof(TextRules.SleepingTest) => TextRules.SleepingTest,
        nameof(TextRules.MachinePath) => TextRules.MachinePath,
        nameof(TextRules.RegistryHost) => TextRules.RegistryHost,
        _ => TextRules.MissingFileScopedNamespace,
    };
}
