using System.Collections.Immutable;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>The ways from a balancer to the backends of one virtual address.</summary>
/// <param name="Link">Through which interface; empty where addresses are translated.</param>
/// <param name="LinkAddress">Its own hardware address.</param>
/// <param name="Targets">By backend.</param>
/// <param name="Unreachable">Why there is no way, by backend.</param>
internal sealed record BackendRoutes(
    string Link,
    string LinkAddress,
    ImmutableSortedDictionary<string, string> Targets,
    ImmutableSortedDictionary<string, string> Unreachable)
{
    /// <summary>Finds them.</summary>
    public static async Task<BackendRoutes> FindAsync(
        VirtualEntry service, Neighbours neighbours, VxlanLink vxlan, CancellationToken cancellation) =>
        service.Forwarding switch
        {
            Forwarding.Direct => await DirectAsync(service, neighbours, cancellation),
            Forwarding.Vxlan => await VxlanAsync(service, neighbours, vxlan, cancellation),
            _ => Empty() with
            {
                Targets = service.Backends.ToImmutableSortedDictionary(
                    backend => backend.Node, backend => backend.Address, StringComparer.Ordinal),
            },
        };

    private static BackendRoutes Empty()
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        return new BackendRoutes("", "", none, none);
    }

    // All backends of an address are on one segment: that of the first that answers.
    private static async Task<BackendRoutes> DirectAsync(
        VirtualEntry service, Neighbours neighbours, CancellationToken cancellation)
    {
        var routes = Empty();
        var found = await neighbours.FindAsync(
            [.. service.Backends.Select(backend => backend.Address)], cancellation);
        foreach (var backend in service.Backends)
        {
            var (target, problem) = found[backend.Address];
            if (target is not null && routes.Link.Length == 0)
            {
                routes = routes with { Link = target.Link, LinkAddress = HardwareOf(target.Link) };
            }

            if (target is not null && routes.LinkAddress.Length == 0)
            {
                problem = $"The interface {target.Link} has gone.";
            }
            else if (target is not null && target.Link != routes.Link)
            {
                problem = $"It is on {target.Link}, but others are on {routes.Link}: a segment has an address each.";
            }

            routes = problem.Length == 0
                ? routes with { Targets = routes.Targets.Add(backend.Node, target!.Value) }
                : routes with { Unreachable = routes.Unreachable.Add(backend.Node, problem) };
        }

        return routes;
    }

    private static async Task<BackendRoutes> VxlanAsync(
        VirtualEntry service, Neighbours neighbours, VxlanLink vxlan, CancellationToken cancellation)
    {
        var routes = Empty();
        var problem = await EnsureAsync(service, neighbours, vxlan, cancellation);
        var own = HardwareOf(VxlanLink.Name);
        if (own.Length == 0)
        {
            problem ??= "The vxlan device has gone.";
        }

        foreach (var backend in service.Backends)
        {
            if ((problem ?? await vxlan.TellAsync(backend.Address, cancellation)) is { } reason)
            {
                routes = routes with { Unreachable = routes.Unreachable.Add(backend.Node, reason) };
                continue;
            }

            routes = routes with
            {
                Link = VxlanLink.Name,
                LinkAddress = own,
                Targets = routes.Targets.Add(backend.Node, VxlanLink.HardwareOf(backend.Address)),
            };
        }

        return routes;
    }

    private static async Task<string?> EnsureAsync(
        VirtualEntry service, Neighbours neighbours, VxlanLink vxlan, CancellationToken cancellation)
    {
        var first = service.Backends[0].Address;
        var local = await neighbours.SourceAsync(first, cancellation);
        return local.Length == 0 ? $"There is no route to {first}." : await vxlan.EnsureAsync(local, cancellation);
    }

    // Empty: there is no such interface.
    private static string HardwareOf(string link)
    {
        try
        {
            return File.ReadAllText($"/sys/class/net/{link}/address").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
