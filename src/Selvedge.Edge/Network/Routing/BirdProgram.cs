using System.Diagnostics;
using System.Globalization;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Says whether this machine can run BIRD at all.</summary>
internal static class BirdProgram
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(5);

    // Timers of BFD for each session.
    private static readonly Version Oldest = new(2, 0, 8);

    // Its configuration is another one in places.
    private static readonly Version TooNew = new(3, 0);

    /// <summary>Why not, in one sentence with the way out; empty: it can.</summary>
    public static async Task<string> ObstacleAsync(
        RoutingOptions options, BirdFiles files, TimeProvider time, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "BGP needs Linux: BIRD is kept alive by means of it.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "BGP needs root, for port 179 and the addresses of lo: run the node as root.";
        }

        if (!files.IsSocketPathShort)
        {
            return $"The path {files.Socket} is longer than a socket's may be ({Limits.SocketPathBytesMax} bytes): "
                + "move the node's state directory.";
        }

        try
        {
            var start = new ProcessStartInfo(options.Bird) { ArgumentList = { "--version" } };
            var result = await CommandRun.RunAsync(start, VersionTimeout, time, cancellation);
            return Judge(options.Bird, result.Output);
        }
        catch (RuntimeException)
        {
            return $"There is no BIRD ({options.Bird}): install bird2, or name its path as network.bird.";
        }
    }

    /// <summary>Judges what <c>bird --version</c> prints.</summary>
    internal static string Judge(string program, string output)
    {
        var word = output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => char.IsAsciiDigit(word[0])) ?? "";
        return !output.Contains("BIRD", StringComparison.Ordinal) || !Version.TryParse(word, out var version)
            ? $"{program} does not say which BIRD it is: install bird2, or name its path as network.bird."
            : version < Oldest || version >= TooNew
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"BIRD {version} is none that is spoken to here: install BIRD {Oldest} or a later one of 2.")
                : "";
    }
}
