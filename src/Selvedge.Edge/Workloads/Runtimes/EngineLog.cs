using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Docker.DotNet;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Takes an engine's log, both streams woven into one, apart into lines.</summary>
internal static class EngineLog
{
    /// <summary>The lines, until the stream ends.</summary>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        MultiplexedStream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var (output, error) = (new StringBuilder(), new StringBuilder());
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellation) is { EOF: false } read)
        {
            var isError = read.Target == MultiplexedStream.TargetStream.StandardError;
            var rest = isError ? error : output;
            rest.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            foreach (var text in Whole(rest))
            {
                if (TryParse(text, isError, out var line))
                {
                    yield return line;
                }
            }
        }

        // A program may end in the middle of a line.
        foreach (var (rest, isError) in new[] { (output, false), (error, true) })
        {
            if (TryParse(rest.ToString(), isError, out var line))
            {
                yield return line;
            }
        }
    }

    private static string[] Whole(StringBuilder rest)
    {
        var text = rest.ToString();
        var end = text.LastIndexOf('\n');
        rest.Clear().Append(text.AsSpan(end + 1));
        return end < 0 ? [] : text[..end].Split('\n');
    }

    private static bool TryParse(string text, bool error, out LogLine line)
    {
        line = null!;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !DateTimeOffset.TryParse(
                text.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return false;
        }

        line = new LogLine(at, error, text[(space + 1)..].TrimEnd('\r'));
        return true;
    }
}
