using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>What a location balances. Pure.</summary>
internal static class BalancerSections
{
    /// <summary>The section of one location; none where nothing is balanced.</summary>
    public static IEnumerable<CompiledSection> At(NetworkDocuments documents, string location)
    {
        ImmutableArray<VirtualEntry> services =
        [
            .. documents.VirtualAddresses.Values.Where(address => address.Spec.Location == location)
                .Select(address => Of(documents, address))
                .Where(service => !service.Backends.IsEmpty),
        ];
        return services.IsEmpty
            ? []
            : [CompiledSection.Of("balancer", SectionKind.Balancer, new BalancerSection(services))];
    }

    private static VirtualEntry Of(NetworkDocuments documents, VirtualAddress address)
    {
        var spec = address.Spec;
        return new VirtualEntry(
            address.Metadata.Name,
            spec.Address,
            [.. spec.Ports.OrderBy(port => port.Protocol, StringComparer.Ordinal).ThenBy(port => port.Port)],
            [
                .. spec.Backends.Select(backend => Of(documents, backend)).OfType<VirtualBackend>()
                    .OrderBy(backend => backend.Node, StringComparer.Ordinal),
            ],
            [.. spec.Balancers.Order(StringComparer.Ordinal)],
            spec.Forwarding,
            [.. spec.Sites.Select(SiteId.InDefault).Distinct().Order()])
        {
            Sticky = spec.Sticky,
        };
    }

    // A backend without an address, or whose Node is gone, is left out: the others go on.
    private static VirtualBackend? Of(NetworkDocuments documents, VirtualAddressBackend backend)
    {
        var address = backend.Address.Length > 0
            ? backend.Address
            : documents.Nodes.GetValueOrDefault(backend.Node)?.Spec.Addresses.FirstOrDefault(IsFour);
        return address is null ? null : new VirtualBackend(backend.Node, address, backend.Weight);
    }

    private static bool IsFour(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork;
}
