using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Reads the log that <c>keep.pl</c> writes: <c>log</c>, and <c>log.1</c> before it.</summary>
internal sealed class LogFiles(string folder, TimeProvider time)
{
    private readonly string _current = Path.Combine(folder, "log");
    private readonly string _previous = Path.Combine(folder, "log.1");

    /// <summary>The lines.</summary>
    /// <param name="query">Which.</param>
    /// <param name="runs">Whether the container may still write.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        LogQuery query, Func<bool> runs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var file = TryOpen(_current);
        try
        {
            foreach (var line in Kept(file, query))
            {
                yield return line;
            }

            while (query.Follow)
            {
                // Both asked before the reading: what was written until then is read after it.
                var (more, turned) = (runs(), HasTurned(file));
                file ??= TryOpen(_current);
                foreach (var line in Lines(file).Where(line => line.At >= (query.Since ?? line.At)))
                {
                    yield return line;
                }

                if (turned)
                {
                    file?.Dispose();
                    file = null;
                }
                else if (!more)
                {
                    break;
                }
                else
                {
                    await Task.Delay(Limits.FollowInterval, time, cancellation);
                }
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    private List<LogLine> Kept(StreamReader? file, LogQuery query)
    {
        using var previous = TryOpen(_previous);
        var lines = Lines(previous).Concat(Lines(file)).Where(line => line.At >= (query.Since ?? line.At));
        return [.. query.Tail is { } tail ? lines.TakeLast(tail) : lines];
    }

    // The file was renamed away and another one begun: what is behind the old one's end is in the new one.
    private bool HasTurned(StreamReader? file) =>
        file is not null && new FileInfo(_current) is { Exists: true } now && now.Length < file.BaseStream.Position;

    private static IEnumerable<LogLine> Lines(StreamReader? file)
    {
        while (file?.ReadLine() is { } text)
        {
            if (TryParse(text, out var line))
            {
                yield return line;
            }
        }
    }

    private static bool TryParse(string text, out LogLine line)
    {
        line = null!;
        var first = text.IndexOf(' ', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf(' ', first + 1);
        if (second < 0 || !DateTimeOffset.TryParse(
                text.AsSpan(0, first), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return false;
        }

        line = new LogLine(at, text.AsSpan(first + 1, second - first - 1) is "stderr", text[(second + 1)..]);
        return true;
    }

    private static StreamReader? TryOpen(string path)
    {
        try
        {
            return new StreamReader(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
                Encoding.UTF8);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
