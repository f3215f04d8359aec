namespace Selvedge.Edge.Network.Balancing;

/// <summary>Keeps the virtual addresses that this node serves on its loopback interface. What was there already is not
/// its own, and stays; its own are remembered on disk, so that a later process removes what is not wanted any more.
/// </summary>
internal sealed class ServedAddresses(string directory, NetworkProgram programs)
{
    private const string Settings = "/proc/sys/net/ipv4/conf/";

    private readonly string _path = Path.Combine(directory, "addresses");

    /// <summary>Adds what is missing and removes what is not wanted.</summary>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> EnsureAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        try
        {
            var own = File.Exists(_path)
                ? (await File.ReadAllLinesAsync(_path, cancellation)).ToHashSet(StringComparer.Ordinal)
                : [];
            if (wanted.Count == 0 && own.Count == 0)
            {
                return null;
            }

            if (wanted.Count > 0)
            {
                await QuietAsync(cancellation);
            }

            return await ChangeAsync(own, wanted, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The virtual addresses cannot be kept: {error.Message}";
        }
    }

    // On the segment only the balancers answer for a virtual address: a backend neither answers for an address of lo
    // nor asks in its name.
    private static async Task QuietAsync(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Settings + "all/arp_ignore", "1", cancellation);
        await File.WriteAllTextAsync(Settings + "all/arp_announce", "2", cancellation);
    }

    /// <summary>Lets packets come in from a device that answers do not go out by.</summary>
    public static async Task LoosenAsync(string device, CancellationToken cancellation) =>
        await File.WriteAllTextAsync($"{Settings}{device}/rp_filter", "2", cancellation);

    private async Task<string?> ChangeAsync(
        HashSet<string> own, IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        var listed = await programs.IpAsync("ip", ["-o", "-4", "addr", "show", "dev", "lo"], cancellation);
        if (!listed.IsGood)
        {
            return $"The addresses of lo cannot be read: {listed.Why}";
        }

        var present = listed.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var missing = wanted.Where(address => !present.Contains(address + "/32")).ToList();
        if (missing.Count > 0)
        {
            // Before they are added: who is killed in between must not leave an address that nobody removes.
            own.UnionWith(missing);
            Directory.CreateDirectory(directory);
            await File.WriteAllLinesAsync(_path, own.Order(StringComparer.Ordinal), cancellation);
        }

        foreach (var address in missing)
        {
            var added = await programs.IpAsync("ip", ["addr", "replace", address + "/32", "dev", "lo"], cancellation);
            if (!added.IsGood)
            {
                return $"The address {address} cannot be added to lo: {added.Why}";
            }
        }

        return await RemoveAsync(own, [.. own.Except(wanted, StringComparer.Ordinal)], present, cancellation);
    }

    private async Task<string?> RemoveAsync(
        HashSet<string> own, List<string> gone, HashSet<string> present, CancellationToken cancellation)
    {
        foreach (var address in gone)
        {
            if (present.Contains(address + "/32"))
            {
                var removed = await programs.IpAsync("ip", ["addr", "del", address + "/32", "dev", "lo"], cancellation);
                if (!removed.IsGood)
                {
                    return $"The address {address} cannot be removed from lo: {removed.Why}";
                }
            }

            own.Remove(address);
        }

        if (gone.Count > 0)
        {
            await File.WriteAllLinesAsync(_path, own.Order(StringComparer.Ordinal), cancellation);
        }

        return null;
    }
}
