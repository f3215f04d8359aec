using System.Collections.Immutable;
using System.Diagnostics;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Keeps the anycast addresses on the loopback interface. Those that were there already are not its own, and
/// stay; its own are remembered on disk, so that another process of the node removes what is not wanted any more.
/// </summary>
internal sealed class AnycastAddresses(string path, ImmutableArray<string> inside, TimeProvider time)
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds what is missing and removes what is not wanted.</summary>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> EnsureAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        try
        {
            var own = File.Exists(path)
                ? (await File.ReadAllLinesAsync(path, cancellation)).ToHashSet(StringComparer.Ordinal)
                : [];
            var listed = await IpAsync(["-o", "addr", "show", "dev", "lo"], cancellation);
            if (listed.ExitCode != 0)
            {
                return $"The addresses of lo cannot be read: {listed.Output.Trim()}";
            }

            var present = listed.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .ToHashSet(StringComparer.Ordinal);
            var lines = wanted.ToDictionary(Line, address => address, StringComparer.Ordinal);
            // Before they are added: what is killed in between must not leave an address that nobody removes.
            var missing = lines.Keys.Where(line => !present.Contains(line)).ToList();
            await KeepAsync(own, missing, cancellation);
            return await AddAsync(missing, cancellation)
                ?? await RemoveAsync(own, [.. own.Where(line => !lines.ContainsKey(line))], present, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RuntimeException)
        {
            return $"The anycast addresses cannot be kept: {error.Message}";
        }
    }

    private static string Line(string address) => BirdConfiguration.IsSix(address) ? address + "/128" : address + "/32";

    private async Task<string?> AddAsync(List<string> missing, CancellationToken cancellation)
    {
        foreach (var line in missing)
        {
            IEnumerable<string> untried = BirdConfiguration.IsSix(line) ? ["nodad"] : [];
            var added = await IpAsync(["addr", "replace", line, "dev", "lo", .. untried], cancellation);
            if (added.ExitCode != 0)
            {
                return $"The address {line} cannot be added to lo: {added.Output.Trim()}";
            }
        }

        return null;
    }

    private async Task<string?> RemoveAsync(
        HashSet<string> own, List<string> gone, HashSet<string> present, CancellationToken cancellation)
    {
        foreach (var line in gone)
        {
            if (present.Contains(line)
                && await IpAsync(["addr", "del", line, "dev", "lo"], cancellation) is { ExitCode: not 0 } removed)
            {
                return $"The address {line} cannot be removed from lo: {removed.Output.Trim()}";
            }

            own.Remove(line);
        }

        if (gone.Count > 0)
        {
            await File.WriteAllLinesAsync(path, own.Order(StringComparer.Ordinal), cancellation);
        }

        return null;
    }

    private async Task KeepAsync(HashSet<string> own, List<string> more, CancellationToken cancellation)
    {
        var before = own.Count;
        own.UnionWith(more);
        if (own.Count != before)
        {
            await File.WriteAllLinesAsync(path, own.Order(StringComparer.Ordinal), cancellation);
        }
    }

    private Task<ExecResult> IpAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        string[] command = [.. inside, "ip", .. arguments];
        var start = new ProcessStartInfo(command[0]);
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return CommandRun.RunAsync(start, CommandTimeout, time, cancellation);
    }
}
