using System.Collections.Immutable;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages.Network;

/// <summary>A virtual address at all of its balancers.</summary>
/// <param name="Name">Of its document.</param>
/// <param name="Balancers">By node.</param>
internal sealed record ServiceRow(string Name, ImmutableArray<BalancerRow> Balancers)
{
    /// <summary>Whether every balancer of a location has the same table, as they must by construction: a flow that
    /// moves from one to another would else change its backend.</summary>
    public bool Agrees => Balancers.GroupBy(one => one.Location, StringComparer.Ordinal)
        .All(place => place.Select(TableOf).Distinct(StringComparer.Ordinal).Count() == 1);

    /// <summary>The backends that any balancer knows.</summary>
    public int Backends => Balancers.SelectMany(one => one.Backends).Select(backend => backend.Node)
        .Distinct(StringComparer.Ordinal).Count();

    /// <summary>Those that take new flows.</summary>
    public int Taking => Balancers.SelectMany(one => one.Backends)
        .Where(backend => backend is { Slots: > 0, Reason.Length: 0 })
        .Select(backend => backend.Node).Distinct(StringComparer.Ordinal).Count();

    /// <summary>How it stands: by the backends that take new flows, and the balancers' agreement.</summary>
    public Standing Standing => Taking == 0 ? Standing.Shut
        : Taking < Backends || !Agrees ? Standing.Degraded
        : Standing.Serviceable;

    /// <summary>Every virtual address that nodes tell of, by name.</summary>
    public static ImmutableArray<ServiceRow> Of(NetworkView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return
        [
            .. view.Nodes.Values
                .SelectMany(node => (node.Network?.Balancer?.Backends ?? []).GroupBy(
                    backend => backend.Service,
                    (service, backends) => (service, row: new BalancerRow(
                        node.Name,
                        node.Location,
                        [.. backends.OrderBy(backend => backend.Node, StringComparer.Ordinal)])),
                    StringComparer.Ordinal))
                .GroupBy(one => one.service, one => one.row, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new ServiceRow(group.Key, [.. group])),
        ];
    }

    private static string TableOf(BalancerRow balancer) =>
        string.Join('\n', balancer.Backends.Select(backend => $"{backend.Node} {backend.Slots}"));
}
