using System.Collections.Immutable;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Every kind that the API serves.</summary>
public static class KindRegistry
{
    /// <summary>All kinds: the core group first, each group in alphabetical order of the plural.</summary>
    public static ImmutableArray<ResourceKind> All { get; } =
    [
        CoreKinds.ConfigMap,
        EventKind.Create(),
        CoreKinds.Namespace,
        PodKind.Create(),
        ResourceQuotaKind.Create(),
        CoreKinds.Secret,
        HorizontalPodAutoscalerKind.Create(),
        VerticalPodAutoscalerKind.Create(),
        ServiceKind.Create(),
        DeploymentKind.Create(),
        ReplicaSetKind.Create(),
        AddressKinds.Aggregate,
        AnnouncementKind.Create(),
        AddressKinds.Asn,
        BgpPeerKind.Create(),
        CertificateKind.Create(),
        DefenceKind.Create(),
        AddressKinds.IpAddress,
        PlaceKinds.Location,
        MitigationKind.Create(),
        NodeGroupKind.Create(),
        NodeKind.Create(),
        PlacementPlanKind.Create(),
        PrefixKind.Create(),
        PlaceKinds.Provider,
        AddressKinds.Roa,
        SiteKind.Create(),
        VirtualAddressKind.Create(),
        ZoneKind.Create(),
    ];

    /// <summary>The kind as a document names it; null where there is none.</summary>
    public static ResourceKind? Find(string? apiVersion, string? kind) =>
        All.FirstOrDefault(known => known.ApiVersion == apiVersion && known.Kind == kind);

    /// <summary>The kind as a path names it; null where there is none.</summary>
    public static ResourceKind? FindByPlural(string group, string version, string plural) =>
        All.FirstOrDefault(known => known.Group == group && known.Version == version && known.Plural == plural);

    /// <summary>The kind as a person types it: plural, singular, short name or kind, with or without its group
    /// (<c>sites.selvedge.dev</c>), in any case; null where there is none.</summary>
    public static ResourceKind? FindByAnyName(string word) => All.FirstOrDefault(known =>
        Same(word, known.Plural) || Same(word, known.Singular) || Same(word, known.Kind) || Same(word, known.Resource)
        || known.ShortNames.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
