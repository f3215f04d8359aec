namespace Selvedge.Edge.Network.Balancing;

/// <summary>Says whether this machine can balance at all.</summary>
internal static class BalancerObstacle
{
    /// <summary>Why not, whatever programs there are; null: it can.</summary>
    public static string? OfRights() => !OperatingSystem.IsLinux()
        ? "Virtual addresses need Linux: its kernel carries the packets."
        : !Environment.IsPrivilegedProcess
            ? "Virtual addresses need root, for the kernel's tables and the addresses of lo: run the node as root."
            : null;

    /// <summary>Why not, in one sentence with the way out; null: it can.</summary>
    public static async Task<string?> FindAsync(
        BalancerOptions options, NetworkProgram programs, CancellationToken cancellation)
    {
        if (OfRights() is { } obstacle)
        {
            return obstacle;
        }

        var version = await programs.IpAsync(options.Nft, ["--version"], cancellation);
        return version.IsGood ? null : $"There is no nft ({options.Nft}): install nftables.";
    }
}
