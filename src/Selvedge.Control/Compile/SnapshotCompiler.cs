using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>Turns documents into what each location may know: no more than it needs, and never a key for a site that is
/// not served there. Pure; the same documents give the same bytes.</summary>
public static class SnapshotCompiler
{
    /// <summary>The ConfigMap whose values are certificates (PEM) that observers trust beside the system's.</summary>
    public const string ObserverRootsMap = "observer-roots";

    /// <summary>The ConfigMap that places client networks on Earth: CIDR with <c>/</c> written as <c>_</c>, to
    /// <c>COUNTRY LATITUDE LONGITUDE</c>.</summary>
    public const string ClientMap = "client-map";

    /// <summary>Compiles every location.</summary>
    /// <param name="documents">What operators and the issuer wrote.</param>
    /// <param name="leaving">Places that the plan no longer names but that users may still be sent to: they keep what
    /// they serve from until nobody arrives any more.</param>
    /// <param name="serials">The zones as they were last compiled.</param>
    public static CompiledNetwork Compile(
        NetworkDocuments documents, IReadOnlySet<(SiteId Site, string Location)> leaving, ZoneSerials serials)
    {
        var nextSerials = serials.Next(documents);
        var shared = Shared(documents, nextSerials);
        var sites = documents.Sites.Values.ToImmutableDictionary(site => site.Id, site => ForSite(documents, site));
        var locations = documents.Locations.Values.ToImmutableSortedDictionary(
            location => location.Metadata.Name,
            location => ForLocation(documents, location, shared, sites, leaving),
            StringComparer.Ordinal);
        return new CompiledNetwork(locations, nextSerials);
    }

    /// <summary>The part of every snapshot that DNS steers by.</summary>
    public static SteeringState Steering(
        NetworkDocuments documents, ImmutableSortedDictionary<string, long> epochs, DateTimeOffset now) => new(
        now,
        epochs,
        Network(documents) with { ObserverRoots = [] },
        [.. documents.Sites.Values.Select(site => Names(documents, site))]);

    private static CompiledLocation ForLocation(
        NetworkDocuments documents,
        Location location,
        ImmutableArray<CompiledSection> shared,
        ImmutableDictionary<SiteId, ImmutableArray<CompiledSection>> sites,
        IReadOnlySet<(SiteId Site, string Location)> leaving)
    {
        var name = location.Metadata.Name;
        var sections = shared.ToBuilder();
        var here = new List<Site>();
        foreach (var site in documents.Sites.Values)
        {
            var wanted = SitePlaces.IsPlaced(documents, site, name) || leaving.Contains((site.Id, name));
            if (wanted && SitePlaces.DisallowedBecause(site, location) is null)
            {
                here.Add(site);
                sections.AddRange(sites[site.Id]);
            }
        }

        sections.AddRange(WorkloadSections.At(documents, name, here));
        if (RoutingSections.At(documents, name) is { } routing)
        {
            sections.Add(CompiledSection.Of("routing", SectionKind.Routing, routing));
        }

        sections.AddRange(DefenceSections.At(documents, name));
        sections.AddRange(BalancerSections.At(documents, name));
        sections.Sort((left, right) => string.CompareOrdinal(left.Entry.Key, right.Entry.Key));
        return new CompiledLocation(
            name,
            [.. sections.Select(section => section.Entry)],
            sections.ToImmutableSortedDictionary(
                section => section.Entry.Key, section => section.Bytes, StringComparer.Ordinal));
    }

    private static ImmutableArray<CompiledSection> Shared(NetworkDocuments documents, ZoneSerials serials) =>
    [
        CompiledSection.Of("network", SectionKind.Network, Network(documents)),
        CompiledSection.Of("challenges", SectionKind.Challenges, Challenges(documents)),
        .. documents.Zones.Values.Select(zone =>
            CompiledSection.Of(
                $"zone.{SectionKeys.Part(zone.Metadata.Name)}", SectionKind.Zone, ZoneOf(zone, serials))),
        .. documents.Sites.Values.Select(site =>
            CompiledSection.Of($"names.{SectionKeys.Of(site.Id)}", SectionKind.Names, Names(documents, site))),
    ];

    private static ImmutableArray<CompiledSection> ForSite(NetworkDocuments documents, Site site)
    {
        var spec = site.Spec;
        var sections = ImmutableArray.CreateBuilder<CompiledSection>();
        sections.Add(CompiledSection.Of(
            $"site.{SectionKeys.Of(site.Id)}",
            SectionKind.Site,
            new SiteSection(site.Id, spec.Hostnames, spec.Backend, spec.Tls, spec.Cache)));
        if (CertificateOf(documents, site) is { } certificate)
        {
            sections.Add(
                CompiledSection.Of($"certificate.{SectionKeys.Of(site.Id)}", SectionKind.Certificate, certificate));
        }

        return sections.ToImmutable();
    }

    private static NetworkSection Network(NetworkDocuments documents)
    {
        var locations = documents.Locations.Values.Select(location => new NetworkLocation(
            location.Metadata.Name,
            location.Spec.Country,
            location.Spec.Coordinates,
            [
                .. documents.NodesAt(location.Metadata.Name).Select(node => new NetworkNode(
                    node.Metadata.Name, node.Spec.Addresses, node.Spec.HttpPort, node.Spec.HttpsPort)),
            ]));
        var roots = documents.SystemMap(ObserverRootsMap) is { } map
            ? map.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)
            : [];
        return new NetworkSection([.. locations], [.. roots], Clients(documents));
    }

    private static ImmutableArray<ClientNetwork> Clients(NetworkDocuments documents)
    {
        if (documents.SystemMap(ClientMap) is not { } map)
        {
            return [];
        }

        // A line that does not parse is left out here; the API refuses it at the door.
        return
        [
            .. map.Data
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => TryClient(pair.Key, pair.Value, out var client) ? client : null)
                .OfType<ClientNetwork>(),
        ];
    }

    /// <summary>Reads one entry of the <see cref="ClientMap"/>.</summary>
    public static bool TryClient(string key, string value, out ClientNetwork client)
    {
        client = new ClientNetwork("", "", new Coordinates());
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 3 || !TryPrefix(key, out var prefix)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            || !double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude))
        {
            return false;
        }

        client = new ClientNetwork(
            prefix, parts[0], new Coordinates { Latitude = latitude, Longitude = longitude });
        return true;
    }

    // ConfigMap keys hold letters, digits, '-', '_' and '.' only: 203.0.113.0_24, 2001-db8--_32.
    private static bool TryPrefix(string key, out string prefix)
    {
        var slash = key.LastIndexOf('_');
        prefix = slash < 0 ? "" : $"{key[..slash].Replace('-', ':')}/{key[(slash + 1)..]}";
        return IPNetwork.TryParse(prefix, out _);
    }

    private static ZoneSection ZoneOf(Zone zone, ZoneSerials serials)
    {
        var apex = zone.Metadata.Name;
        return new ZoneSection(
            apex,
            serials.Of(apex),
            zone.Spec.NameServers,
            zone.Spec.Mailbox.Length > 0 ? zone.Spec.Mailbox : $"hostmaster@{apex}",
            zone.Spec.NegativeTtl,
            zone.Spec.Records);
    }

    private static NamesSection Names(NetworkDocuments documents, Site site) => new(
        site.Id,
        site.Spec.Hostnames,
        [
            .. documents.Locations.Keys.Where(location => SitePlaces.IsPlaced(documents, site, location)),
        ],
        site.Spec.Steering,
        site.Spec.Backend.Probe)
    {
        Anycast = RoutingSections.AnycastOf(documents, site.Id),
    };

    private static CertificateSection? CertificateOf(NetworkDocuments documents, Site site)
    {
        if (!documents.Certificates.TryGetValue(site.Id, out var certificate)
            || !documents.Secrets.TryGetValue(
                new SiteId(site.Metadata.Namespace, certificate.Spec.SecretName), out var secret)
            || secret.Type != NetworkDocuments.TlsSecretType
            || !TryText(secret, "tls.crt", out var chain)
            || !TryText(secret, "tls.key", out var key))
        {
            return null;
        }

        return new CertificateSection(site.Id, certificate.Status.IssuedHostnames, chain, key);
    }

    private static ChallengesSection Challenges(NetworkDocuments documents)
    {
        var challenges = documents.Certificates.Values.SelectMany(certificate => certificate.Status.Challenges)
            .ToList();
        return new ChallengesSection(
            challenges
                .Where(challenge => challenge.Type == "http-01")
                .DistinctBy(challenge => challenge.Token, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    challenge => challenge.Token, challenge => challenge.Answer, StringComparer.Ordinal),
            challenges
                .Where(challenge => challenge.Type == "dns-01")
                .GroupBy(challenge => challenge.Hostname, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    group => group.Key,
                    group =>
                    group.Select(challenge => challenge.Answer).Order(StringComparer.Ordinal).ToImmutableArray(),
                    StringComparer.Ordinal));
    }

    private static bool TryText(Secret secret, string key, out string text)
    {
        text = "";
        if (!secret.Data.TryGetValue(key, out var base64))
        {
            return false;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var written))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes, 0, written);
        return true;
    }
}
