using System.Collections.Immutable;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Snapshots;

/// <summary>A Service that sites of the location are served from.</summary>
/// <param name="Service">Namespace and name.</param>
/// <param name="Selector">Labels that a pod has to have.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="Endpoints">Its ready pods at the location as control knows them. A node knows its own pods
/// better.</param>
public sealed record ServiceSection(
    SiteId Service,
    ImmutableSortedDictionary<string, string> Selector,
    ImmutableArray<ServicePort> Ports,
    ImmutableArray<ServiceEndpoint> Endpoints)
{
    /// <summary>A port of the service by number or name; an empty reference is its first.</summary>
    public ServicePort? Find(PortReference port) => Ports.FirstOrDefault(known =>
        port.IsEmpty || (port.Number > 0 ? known.Port == port.Number : known.Name == port.Name));
}
