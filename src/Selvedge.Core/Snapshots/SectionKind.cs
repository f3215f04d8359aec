namespace Selvedge.Core.Snapshots;

/// <summary>Which kind of section a key holds.</summary>
public enum SectionKind
{
    /// <summary><see cref="NetworkSection"/>: one, at every location.</summary>
    Network,

    /// <summary><see cref="ZoneSection"/>: one a zone, at every location.</summary>
    Zone,

    /// <summary><see cref="NamesSection"/>: one a site, at every location, since every node answers DNS.</summary>
    Names,

    /// <summary><see cref="SiteSection"/>: one a site, only where it is placed.</summary>
    Site,

    /// <summary><see cref="CertificateSection"/>: one a site, only where it is placed and allowed.</summary>
    Certificate,

    /// <summary><see cref="ChallengesSection"/>: one, at every location, since a CA may ask any node.</summary>
    Challenges,

    /// <summary><see cref="PodSection"/>: one a pod, only at the location that runs it.</summary>
    Pod,

    /// <summary><see cref="ServiceSection"/>: one a service, only where a site that it serves is placed.</summary>
    Service,

    /// <summary><see cref="RoutingSection"/>: one, at locations that have a BGP neighbour.</summary>
    Routing,

    /// <summary><see cref="BalancerSection"/>: one, at locations that have a virtual address.</summary>
    Balancer,

    /// <summary><see cref="DefenceSection"/>: one, at locations that a Defence names.</summary>
    Defence,
}
