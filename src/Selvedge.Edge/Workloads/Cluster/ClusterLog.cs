using System.Globalization;
using System.Runtime.CompilerServices;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Reads what a cluster gives of a log: each line after its time (RFC 3339) and a space. It does not say which
/// of the two outputs a line came from.</summary>
internal static class ClusterLog
{
    /// <summary>Reads the lines to the end, or until nobody wants more.</summary>
    /// <param name="log">Closed in the end.</param>
    /// <param name="since">Nothing older: the cluster knows whole seconds only.</param>
    /// <param name="failure">Names a failure on the way.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="RuntimeException">The cluster went away.</exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        Stream log,
        DateTimeOffset? since,
        Func<Exception, RuntimeException> failure,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(log);
        while (true)
        {
            string? text;
            try
            {
                text = await reader.ReadLineAsync(cancellation);
            }
            catch (Exception error) when (ClusterCalls.IsForeign(error) && !cancellation.IsCancellationRequested)
            {
                throw failure(error);
            }

            if (text is null)
            {
                yield break;
            }

            if (TryParse(text, out var line) && (since is null || line.At >= since))
            {
                yield return line;
            }
        }
    }

    /// <summary>Reads one line. What has no time is no line of a log: the cluster's own remarks.</summary>
    public static bool TryParse(string text, out LogLine line)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var end = space < 0 ? text.Length : space;
        var good = DateTimeOffset.TryParse(
            text.AsSpan(0, end), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        line = new LogLine(at, Error: false, space < 0 ? "" : text[(space + 1)..]);
        return good;
    }
}
