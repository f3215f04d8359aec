using System.Diagnostics;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Documentation;

/// <summary>Types what the README shows, in its order, into a network that has just started, and compares every answer.
/// <c>SELVEDGE_WRITE_DOCS=1</c> writes the answers into the README instead.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] NeededPrograms = ["nats-server", "pebble", "dig", "curl"];

    private static readonly TimeSpan AskAgainLimit = TimeSpan.FromSeconds(45);

    // Longer than dev's own: a busy machine needs a moment to see what the page shows of a dead place.
    private const string RestartAfter = "20s";

    // As long as the first network's, so that columns which show it stay aligned.
    private static readonly string Prefix = LiveNetwork.FreePrefix(2, 8);

    private static string Page => Path.Combine(Programs.RepositoryRoot, "README.md");

    private static bool Writing => Environment.GetEnvironmentVariable("SELVEDGE_WRITE_DOCS") == "1";

    [Fact]
    public async Task The_first_ten_minutes_go_as_the_readme_shows()
    {
        foreach (var program in NeededPrograms)
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("selvedge-readme-");
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "selvedge"), LiveNetwork.Binary);
            CopyExamples(folder.CreateSubdirectory("examples"));
            await using var network = await LiveNetwork.StartAsync(
                Prefix, Path.Combine(folder.FullName, ".selvedge"), restartAfter: RestartAfter, bare: false);
            await FollowAsync(network, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FollowAsync(LiveNetwork network, string folder)
    {
        var page = await File.ReadAllLinesAsync(Page, TestContext.Current.CancellationToken);
        var steps = MarkdownBlock.Of(page).Where(block => block.Language == "console")
            .SelectMany(block => block.Steps()).ToList();
        Assert.True(steps.Count > 15, $"{Page} shows {steps.Count} commands only");
        List<(ConsoleStep Step, IReadOnlyList<string> Truth)> lies = [];
        foreach (var step in steps.Where(step => step.IsRunnable))
        {
            var truth = await AnswerAsync(
                step, () => step.Starts ? Task.FromResult(Lines(network.Output)) : RunAsync(step.Command, folder));
            if (!Agrees(step, truth))
            {
                lies.Add((step, truth));
            }
        }

        if (Writing)
        {
            await File.WriteAllLinesAsync(Page, Rewritten(page, lies), TestContext.Current.CancellationToken);
            return;
        }

        // The lines that matter come first: a report may be cut.
        Assert.True(lies.Count == 0, string.Join("\n\n", lies.Select(lie => $"""
            README.md:{lie.Step.First + 1}: $ {lie.Step.Command}
            says, and is not true:
            {string.Join('\n', Settled(lie.Step.Output).Except(Settled(lie.Truth), StringComparer.Ordinal))}
            is true, and not said:
            {string.Join('\n', Settled(lie.Truth).Except(Settled(lie.Step.Output), StringComparer.Ordinal))}
            The whole truth is:
            {string.Join('\n', Shown(lie.Truth))}
            """).Append("SELVEDGE_WRITE_DOCS=1 ./selvedge test System -- -class '*ReadmeTests' writes it")));
    }

    private static async Task<IReadOnlyList<string>> AnswerAsync(
        ConsoleStep step, Func<Task<IReadOnlyList<string>>> ask)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (!step.Reads || Agrees(step, answer) || began.Elapsed > AskAgainLimit)
            {
                return answer;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string command, string folder)
    {
        var result = await Programs.RunAsync(
            "bash",
            ["-c", $"exec 2>&1\n{command.Replace("127.0.", $"{Prefix}.", StringComparison.Ordinal)}"],
            TimeSpan.FromSeconds(90),
            new Dictionary<string, string> { ["KUBECONFIG"] = "", ["NO_COLOR"] = "1" },
            folder);
        return Lines(result.Output);
    }

    private static bool Agrees(ConsoleStep step, IReadOnlyList<string> truth) =>
        Settled(step.Output).SequenceEqual(Settled(truth), StringComparer.Ordinal);

    private static IReadOnlyList<string> Settled(IEnumerable<string> lines) =>
        Varying.Settle(Lines(string.Join('\n', lines)), Prefix);

    // Blank lines around an answer are not shown.
    private static IReadOnlyList<string> Lines(string text) =>
        text.Trim() is { Length: > 0 } shown ? [.. shown.Split('\n').Select(line => line.TrimEnd())] : [];

    private static IEnumerable<string> Shown(IEnumerable<string> truth) =>
        truth.Select(line => line.Replace($"{Prefix}.", "127.0.", StringComparison.Ordinal));

    private static IEnumerable<string> Rewritten(
        string[] page, IReadOnlyList<(ConsoleStep Step, IReadOnlyList<string> Truth)> lies)
    {
        var next = 0;
        foreach (var (step, truth) in lies)
        {
            foreach (var line in page[next..step.First].Concat(Shown(truth)))
            {
                yield return line;
            }

            next = step.First + step.Output.Count;
        }

        foreach (var line in page[next..])
        {
            yield return line;
        }
    }

    // The origin of the examples listens under the network's own prefix.
    private static void CopyExamples(DirectoryInfo folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Programs.RepositoryRoot, "examples"), "*.yaml"))
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, Path.GetFileName(file)),
                File.ReadAllText(file).Replace("127.0.", $"{Prefix}.", StringComparison.Ordinal));
        }
    }
}
