using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>Collects section records into a <see cref="Snapshot"/>.</summary>
internal sealed class SnapshotParts
{
    private readonly ImmutableSortedDictionary<string, ZoneSection>.Builder _zones =
        ImmutableSortedDictionary.CreateBuilder<string, ZoneSection>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<SiteId, NamesSection>.Builder _names =
        ImmutableSortedDictionary.CreateBuilder<SiteId, NamesSection>();

    private readonly ImmutableSortedDictionary<SiteId, SiteSection>.Builder _sites =
        ImmutableSortedDictionary.CreateBuilder<SiteId, SiteSection>();

    private readonly ImmutableSortedDictionary<SiteId, CertificateSection>.Builder _certificates =
        ImmutableSortedDictionary.CreateBuilder<SiteId, CertificateSection>();

    private readonly ImmutableSortedDictionary<string, PodSection>.Builder _pods =
        ImmutableSortedDictionary.CreateBuilder<string, PodSection>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<SiteId, ServiceSection>.Builder _services =
        ImmutableSortedDictionary.CreateBuilder<SiteId, ServiceSection>();

    private NetworkSection? _network;
    private ChallengesSection? _challenges;
    private RoutingSection? _routing;
    private BalancerSection? _balancer;
    private DefenceSection? _defence;

    /// <summary>Adds a section.</summary>
    /// <returns>False where another one describes the same zone, site, ...</returns>
    public bool TryAdd(object section)
    {
        switch (section)
        {
            case NetworkSection network when _network is null:
                _network = network;
                return true;
            case ChallengesSection challenges when _challenges is null:
                _challenges = challenges;
                return true;
            case RoutingSection routing when _routing is null:
                _routing = routing;
                return true;
            case BalancerSection balancer when _balancer is null:
                _balancer = balancer;
                return true;
            case DefenceSection defence when _defence is null:
                _defence = defence;
                return true;
            case ZoneSection zone:
                return TryAdd(_zones, zone.Apex, zone);
            case NamesSection names:
                return TryAdd(_names, names.Site, names);
            case SiteSection site:
                return TryAdd(_sites, site.Site, site);
            case CertificateSection certificate:
                return TryAdd(_certificates, certificate.Site, certificate);
            case PodSection pod:
                return TryAdd(_pods, pod.Uid, pod);
            case ServiceSection service:
                return TryAdd(_services, service.Service, service);
            default:
                return false;
        }
    }

    /// <summary>The snapshot; null without a network section.</summary>
    public Snapshot? Build(string location, long epoch) => _network is null
        ? null
        : new Snapshot(
            location,
            epoch,
            _network,
            _zones.ToImmutable(),
            _names.ToImmutable(),
            _sites.ToImmutable(),
            _certificates.ToImmutable(),
            _challenges ?? Snapshot.Empty(location).Challenges)
        {
            Pods = _pods.ToImmutable(),
            Services = _services.ToImmutable(),
            Routing = _routing,
            Balancer = _balancer,
            Defence = _defence,
        };

    private static bool TryAdd<TKey, TValue>(
        ImmutableSortedDictionary<TKey, TValue>.Builder parts, TKey key, TValue value)
        where TKey : notnull
    {
        if (parts.ContainsKey(key))
        {
            return false;
        }

        parts.Add(key, value);
        return true;
    }
}
