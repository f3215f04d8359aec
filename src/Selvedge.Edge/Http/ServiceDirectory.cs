using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Http;

/// <summary>Which pods serve which Service at this location. This node knows its own pods at once; of others it knows
/// what the snapshot says, and so it does of its own until it has looked for the first time.</summary>
/// <remarks>Readers see one table, swapped whole; the two writers take turns.</remarks>
public sealed class ServiceDirectory(string node)
{
    private readonly Lock _gate = new();
    private Snapshot? _snapshot;
    private ImmutableArray<LocalEndpoint>? _own;
    private volatile FrozenDictionary<BackendAddress, ServiceEndpoints> _table =
        FrozenDictionary<BackendAddress, ServiceEndpoints>.Empty;

    /// <summary>Takes a snapshot.</summary>
    public void Follow(Snapshot snapshot)
    {
        lock (_gate)
        {
            _snapshot = snapshot;
            Build();
        }
    }

    /// <summary>Takes this node's pods.</summary>
    public void Follow(ImmutableArray<LocalEndpoint> own)
    {
        lock (_gate)
        {
            _own = own;
            Build();
        }
    }

    /// <summary>Where a service is served now.</summary>
    internal ServiceEndpoints Find(BackendAddress service) =>
        _table.GetValueOrDefault(service, ServiceEndpoints.None);

    private void Build()
    {
        var table = new Dictionary<BackendAddress, ServiceEndpoints>();
        foreach (var service in _snapshot?.Services.Values ?? [])
        {
            foreach (var port in service.Ports)
            {
                var endpoints = new ServiceEndpoints(Own(service, port), Others(service, port));
                table[Key(service.Service, port.Port, "")] = endpoints;
                if (port.Name.Length > 0)
                {
                    table[Key(service.Service, 0, port.Name)] = endpoints;
                }
            }

            if (!service.Ports.IsEmpty)
            {
                table[Key(service.Service, 0, "")] = table[Key(service.Service, service.Ports[0].Port, "")];
            }
        }

        _table = table.ToFrozenDictionary();
    }

    private static BackendAddress Key(SiteId service, int port, string name) =>
        new(false, service.Name, port, service.Namespace, name);

    private ImmutableArray<IPEndPoint> Own(ServiceSection service, ServicePort port)
    {
        var selector = new LabelSelector { MatchLabels = service.Selector };
        return
        [
            .. (_own ?? [])
                .Where(pod => pod.Ready && pod.Namespace == service.Service.Namespace && selector.Matches(pod.Labels))
                .Select(pod => port.Target(pod.Spec) is { } target ? new IPEndPoint(pod.Address, target) : null)
                .OfType<IPEndPoint>().Distinct(),
        ];
    }

    private ImmutableArray<IPEndPoint> Others(ServiceSection service, ServicePort port) =>
    [
        .. service.Endpoints
            .Where(endpoint => _own is null || endpoint.Node != node)
            .Select(endpoint => Parse(endpoint.Addresses.GetValueOrDefault(port.Port)))
            .OfType<IPEndPoint>().Distinct(),
    ];

    private static IPEndPoint? Parse(string? address) =>
        IPEndPoint.TryParse(address ?? "", out var endPoint) && endPoint.Port > 0 ? endPoint : null;
}
