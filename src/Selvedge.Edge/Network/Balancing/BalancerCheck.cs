using System.Net;
using System.Net.Sockets;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>Finds what no rules can be written from. The API refuses such documents; what becomes words of a script is
/// looked at here once more.</summary>
internal static class BalancerCheck
{
    /// <summary>The refusal of the snapshot's section, or none. Never throws.</summary>
    public static List<SectionRefusal> Find(Snapshot next, Manifest manifest)
    {
        var problems = next.Balancer is null ? [] : Problems(next.Balancer).Take(10).ToList();
        if (problems.Count == 0)
        {
            return [];
        }

        var entry = manifest.Sections.FirstOrDefault(section => section.Kind == SectionKind.Balancer);
        return [new SectionRefusal(entry?.Key ?? "balancer", entry?.Hash ?? "", string.Join(" ", problems))];
    }

    /// <summary>Everything wrong with a section.</summary>
    public static IEnumerable<string> Problems(BalancerSection section)
    {
        if (section.Services.Length > Limits.ServicesMax)
        {
            yield return $"A location has {Limits.ServicesMax} virtual addresses at most.";
        }

        if (section.Services.DistinctBy(service => service.Name, StringComparer.Ordinal).Count()
            != section.Services.Length)
        {
            yield return "Two virtual addresses have the same name.";
        }

        foreach (var problem in section.Services.SelectMany(Problems))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Problems(VirtualEntry service)
    {
        if (service.Name.Length > Limits.NameCharsMax || !NftText.IsName("slots-" + service.Name))
        {
            yield return $"The name of a virtual address is none, or longer than {Limits.NameCharsMax} characters.";
            yield break;
        }

        if (!IsAddress(service.Address))
        {
            yield return $"The address of {service.Name} is no IPv4 address.";
        }

        if (service.Ports.Length is 0 or > Limits.PortsMax
            || service.Ports.Any(port => port.Protocol is not ("tcp" or "udp") || port.Port is < 1 or > 65_535))
        {
            yield return $"{service.Name} has a port that is none, or not 1 to {Limits.PortsMax} of them.";
        }

        if (service.Backends.Length is 0 or > SlotTable.BackendsMax
            || service.Backends.DistinctBy(backend => backend.Node, StringComparer.Ordinal).Count()
                != service.Backends.Length)
        {
            yield return $"{service.Name} has a backend twice, or not 1 to {SlotTable.BackendsMax} of them.";
        }

        if (service.Backends.Any(backend => !NftText.IsComment(backend.Node) || !IsAddress(backend.Address)
            || backend.Weight is < 0 or > SlotTable.WeightMax))
        {
            yield return $"{service.Name} has a backend whose name, address or weight is none.";
        }

        if (service.Backends.Any(backend => service.Balancers.Contains(backend.Node, StringComparer.Ordinal)))
        {
            yield return $"{service.Name} has a node that both balances and serves; it can do one of them.";
        }

        if (service.Sticky < TimeSpan.Zero || service.Sticky > TimeSpan.FromDays(1))
        {
            yield return $"{service.Name} keeps flows for a time that is not 0 to a day.";
        }
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
        && address.ToString() == text;
}
