using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>How a location defends itself. Pure.</summary>
internal static class DefenceSections
{
    /// <summary>Does nothing by itself: what a location without a Defence does about an ordered mitigation.</summary>
    private static readonly DefenceSection Nothing = new()
    {
        Bogons = false,
        InvalidFlags = false,
        Fragments = false,
        Amplification = false,
        SynsPerSecond = 0,
        UdpPerSecond = 0,
        Syn = SynDefence.Off,
        Detection = new DetectionThresholds { Mitigate = false },
    };

    /// <summary>The section of one location; none where nothing is to be defended.</summary>
    public static IEnumerable<CompiledSection> At(NetworkDocuments documents, string location)
    {
        var defences = documents.Defences.Values.Where(defence => IsAt(defence.Spec.Locations, location)).ToList();
        var mitigations = documents.Mitigations.Values
            .Where(mitigation => IsAt(mitigation.Spec.Locations, location))
            .Select(mitigation => new OrderedMitigation(
                mitigation.Spec.Match with { Name = mitigation.Metadata.Name }, mitigation.ExpiresAt,
                mitigation.Spec.Reason))
            .ToImmutableArray();
        if (defences.Count == 0 && mitigations.IsEmpty)
        {
            return [];
        }

        var section = (defences.Count == 0 ? Nothing : Of(defences[0])) with
        {
            Allow = Joined([
                .. defences.SelectMany(defence => defence.Spec.Allow),
                .. documents.Nodes.Values.SelectMany(node => node.Spec.Addresses)]),
            Block = Joined(defences.SelectMany(defence => defence.Spec.Block)),
            Mitigations = mitigations,
        };
        return [CompiledSection.Of("defence", SectionKind.Defence, section)];
    }

    private static bool IsAt(ImmutableArray<string> locations, string location) =>
        locations.IsEmpty || locations.Contains(location, StringComparer.Ordinal);

    private static ImmutableArray<string> Joined(IEnumerable<string> prefixes) =>
        [.. prefixes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static DefenceSection Of(Defence defence)
    {
        var spec = defence.Spec;
        return new DefenceSection
        {
            Name = defence.Metadata.Name,
            Bogons = spec.Bogons,
            InvalidFlags = spec.InvalidFlags,
            Fragments = spec.Fragments,
            Amplification = spec.Amplification,
            SynsPerSecond = spec.SynsPerSecond,
            UdpPerSecond = spec.UdpPerSecond,
            ConnectionsMax = spec.ConnectionsMax,
            Syn = spec.Syn,
            Detection = spec.Detection,
        };
    }
}
