using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>A node as a backend: it takes the virtual addresses, and packets out of vxlan.</summary>
internal sealed class ServedRole(BalancerOptions options, NetworkProgram programs, VxlanLink vxlan)
{
    private readonly ServedAddresses _addresses = new(options.StateDirectory, programs);

    /// <summary>Makes this node one, or no longer one.</summary>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> EnsureAsync(ImmutableArray<VirtualEntry> services, CancellationToken cancellation)
    {
        var served = services
            .Where(service => service.Forwarding != Forwarding.Translate && Place(service) is not null).ToList();
        if (served.Count > 0 && BalancerObstacle.OfRights() is { } obstacle)
        {
            return obstacle;
        }

        var addresses = served.Select(service => service.Address).ToHashSet(StringComparer.Ordinal);
        if (await _addresses.EnsureAsync(addresses, cancellation) is { } problem)
        {
            return problem;
        }

        var local = served.Where(service => service.Forwarding == Forwarding.Vxlan)
            .Select(service => Place(service)!.Address).FirstOrDefault();
        return local is null ? null : await ReceiveAsync(local, cancellation);
    }

    private VirtualBackend? Place(VirtualEntry service) =>
        service.Backends.FirstOrDefault(backend => backend.Node == options.Node);

    private async Task<string?> ReceiveAsync(string local, CancellationToken cancellation)
    {
        if (await vxlan.EnsureAsync(local, cancellation) is { } problem)
        {
            return problem;
        }

        // Without any address, a device takes nothing whose way back is another one, however loose the check is.
        var named = await programs.IpAsync(
            "ip", ["addr", "replace", local + "/32", "dev", VxlanLink.Name, "scope", "host"], cancellation);
        if (!named.IsGood)
        {
            return $"The vxlan device takes no address: {named.Why}";
        }

        try
        {
            await ServedAddresses.LoosenAsync(VxlanLink.Name, cancellation);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The vxlan device cannot be opened for users' packets: {error.Message}";
        }
    }
}
