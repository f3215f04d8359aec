using System.Text.RegularExpressions;

namespace Selvedge.System.Tests.Documentation;

/// <summary>What differs from one run to the next, and so may differ between a page and the truth. Everything else has
/// to agree, word by word; only how many spaces part two words is not compared.</summary>
internal static partial class Varying
{
    // Columns of epochs: they count documents, and other tests on the same machine take no part in them.
    private static readonly string[] Columns = ["SNAPSHOT", "VERDICTS", "EPOCH"];

    /// <summary>The lines without what varies.</summary>
    /// <param name="output">Lines of a page or of a command.</param>
    /// <param name="prefix">The loopback prefix that the network has; pages show the first network's.</param>
    public static IReadOnlyList<string> Settle(IEnumerable<string> output, string prefix)
    {
        List<string> settled = [];
        var columns = Array.Empty<int>();
        foreach (var line in output.Select(line => line.Replace($"{prefix}.", "127.0.", StringComparison.Ordinal)))
        {
            if (OfTimeline().IsMatch(line))
            {
                settled.AddRange(Milestone().Matches(line).Select(match => match.Value));
                continue;
            }

            var cells = Gaps().Split(line.Trim());
            if (cells.Length > 2 && !line.Any(char.IsAsciiLetterLower))
            {
                columns = [.. Columns.Select(name => Array.IndexOf(cells, name)).Where(index => index >= 0)];
            }
            else
            {
                foreach (var column in columns.Where(column => column < cells.Length))
                {
                    cells[column] = Number().Replace(cells[column], "EPOCH");
                }
            }

            settled.Add(Settle(string.Join(' ', cells)));
        }

        return settled;
    }

    private static string Settle(string line)
    {
        line = Took().Replace(line, "TIME");
        line = Age().Replace(line, "AGE");
        line = Epoch().Replace(line, "epoch EPOCH");
        line = Count().Replace(line, "NUMBER");
        line = Field().Replace(line, "${name}SECONDS");
        line = PodName().Replace(line, "${place}-POD");
        return Spaces().Replace(line, " ");
    }

    // A line of a drill, or what stands beneath one. Who notices what first differs; the milestones do not.
    [GeneratedRegex(@"^( +\d\d:\d\d:\d\d\.\d{3} | {29})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfTimeline();

    [GeneratedRegex(
        "is killed: SIGKILL|no DNS answer names it any more|runs again"
        + "|every DNS answer that named it before names it again",
        RegexOptions.None, 1000)]
    private static partial Regex Milestone();

    // A process' id, and how many requests a drill made.
    [GeneratedRegex(
        @"(?<=process )\d+|\d+(?= by clients)|\d+(?= needed)|(?<= of )\d+(?= requests)", RegexOptions.None, 1000)]
    private static partial Regex Count();

    // Between two cells of a table.
    [GeneratedRegex(@"\s{2,}", RegexOptions.None, 1000)]
    private static partial Regex Gaps();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    // What a node runs, and beside it what it must where it is behind: one that is dead falls behind at some moment.
    [GeneratedRegex(@"\d+( of \d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    // 73 ms, 4.0 ms, 14.6 s
    [GeneratedRegex(@"\b\d+(\.\d+)? m?s\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Took();

    // 42s, 59m52s, 2h
    [GeneratedRegex(@"\b(\d+[smh])+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Age();

    // epoch 15
    [GeneratedRegex(@"\bepoch \d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Epoch();

    // clock-6d5f4c8b97-fra-x7k2p: its template's hash, and what makes it unique
    [GeneratedRegex(
        @"(?<=\bclock-)[a-z0-9]{8,10}-(?<place>fra|nyc|syd)-[a-z0-9]{5}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PodName();

    // Cache-Status: ...; ttl=3599 and Age: 2
    [GeneratedRegex(@"(?i)(?<name>\bttl=|^age: )\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
