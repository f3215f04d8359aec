using System.Text.RegularExpressions;

namespace Selvedge.House.Tests;

/// <summary>Rules that a single file can break. Each gives its complaints, with the fix.</summary>
internal static partial class TextRules
{
    private const int FileLinesMax = 600;
    private const int LineColumnsMax = 120;

    public static IEnumerable<string> FileTooLong(SourceFile file) =>
        file.Lines.Length > FileLinesMax
            ? [$"{file.Path}: {file.Lines.Length} lines; split it by idea, at most {FileLinesMax}"]
            : [];

    public static IEnumerable<string> LineTooLong(SourceFile file) =>
        Lines(file, line => line.Length > LineColumnsMax, $"wrap it at {LineColumnsMax} columns");

    public static IEnumerable<string> BannedName(SourceFile file) =>
        Lines(file, line => DeclaredType().Match(line) is { Success: true } match
            && BannedEnding().IsMatch(match.Groups["name"].Value),
            "name the type after what it is in the domain, not Manager, Helper, Util, Service or Impl");

    public static IEnumerable<string> LeftForLater(SourceFile file) =>
        Lines(file, line => Later().IsMatch(line), "do it now, or file an issue and remove the mark");

    public static IEnumerable<string> DisabledWarning(SourceFile file) =>
        Lines(file, line => Pragma().IsMatch(line) || line.Contains("<NoWarn", StringComparison.Ordinal),
            "mend what the warning says; if it is wrong for the house, turn it off in .editorconfig with a reason");

    public static IEnumerable<string> SkippedTest(SourceFile file) =>
        Lines(file, line => SkipAttribute().IsMatch(line),
            "mend or delete the test; a missing program is Assert.Skip(\"reason\") inside it");

    public static IEnumerable<string> NotImplemented(SourceFile file) =>
        Lines(file, line => line.Contains("NotImplementedException", StringComparison.Ordinal),
            "write it, or leave the member out until it is needed");

    public static IEnumerable<string> UnwaitedTimer(SourceFile file) =>
        Lines(file, line => TimerUsing().IsMatch(line),
            "write await using: a callback under way would meet what is disposed after the timer, and end the process");

    public static IEnumerable<string> SleepingTest(SourceFile file) =>
        Lines(file, line => line.Contains("Thread.Sleep", StringComparison.Ordinal),
            "wait for the condition with a deadline, or move a FakeTimeProvider");

    public static IEnumerable<string> MachinePath(SourceFile file) =>
        Lines(file, line => MachineFolder().IsMatch(line), "no path of one machine belongs in the repository");

    public static IEnumerable<string> RegistryHost(SourceFile file) =>
        Lines(file, line => Registry().IsMatch(line), "leave the registry to the machine's own configuration");

    public static IEnumerable<string> MissingFileScopedNamespace(SourceFile file) =>
        BlockNamespace().IsMatch(file.Text) ? [$"{file.Path}: use a file-scoped namespace"] : [];

    private static IEnumerable<string> Lines(SourceFile file, Func<string, bool> bad, string fix) =>
        file.Lines.Select((line, index) => (line, index)).Where(pair => bad(pair.line))
            .Select(pair => $"{file.Path}:{pair.index + 1}: {fix}");

    [GeneratedRegex(
        @"^\s*(public |internal |private |protected |static |sealed |abstract |partial |readonly |file |ref )*"
        + @"(class|struct|interface|enum|record( class| struct)?) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DeclaredType();

    // Service alone is Kubernetes' kind, and a word of the domain; as an ending it says nothing.
    [GeneratedRegex(
        "(Manager|Helpers?|Utils?|Utilities|Utility|(?<!^)Service|Impl)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BannedEnding();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Later();

    [GeneratedRegex(
        @"(?<!await )using var \w+ = \w+\.CreateTimer\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimerUsing();

    [GeneratedRegex(@"#\s*pragma\s+warning\s+disable", RegexOptions.None, 1000)]
    private static partial Regex Pragma();

    [GeneratedRegex(@"\[(Fact|Theory)\s*\(([^)]*,\s*)?Skip\s*=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SkipAttribute();

    [GeneratedRegex(@"(?<![\w.~}-])/(work|root|home/\w+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachineFolder();

    [GeneratedRegex(
        @"\b(nuget\.org|registry\.npmjs|pypi\.org|crates\.io|deb\.debian\.org|proxy\.golang\.org)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Registry();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex BlockNamespace();
}
