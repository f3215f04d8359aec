using System.Collections.Immutable;
using System.Text;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Compile;

/// <summary>Documents of a small network, for tests that bend them.</summary>
internal static class NetworkScene
{
    public static NetworkDocuments ThreePlaces(params Site[] sites) => NetworkDocuments.Empty with
    {
        Revision = 100,
        Locations = NetworkDocuments.Empty.Locations
            .Add("fra", Place("fra", "DE")).Add("nyc", Place("nyc", "US")).Add("syd", Place("syd", "AU")),
        Nodes = NetworkDocuments.Empty.Nodes
            .Add("fra-1", Machine("fra", "127.0.1.1"))
            .Add("nyc-1", Machine("nyc", "127.0.2.1"))
            .Add("syd-1", Machine("syd", "127.0.3.1")),
        Sites = sites.ToImmutableSortedDictionary(site => site.Id, site => site),
        Zones = NetworkDocuments.Empty.Zones.Add(
            "example.test",
            new Zone
            {
                Metadata = new ObjectMeta { Name = "example.test" },
                Spec = new ZoneSpec { NameServers = ["ns1.example.test"] },
            }),
    };

    public static Site Shop(SitePlacement? placement = null, SiteResidency? residency = null) => new()
    {
        Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Generation = 1 },
        Spec = new SiteSpec
        {
            Hostnames = ["shop.example.test"],
            Backend = new SiteBackend { Url = "http://192.0.2.7:8080" },
            Placement = placement ?? new SitePlacement(),
            Residency = residency ?? new SiteResidency(),
        },
    };

    public static NetworkDocuments WithCertificate(this NetworkDocuments documents) => documents with
    {
        Certificates = documents.Certificates.Add(
            new SiteId("default", "shop"),
            new Certificate
            {
                Metadata = new ObjectMeta { Name = "shop", Namespace = "default" },
                Spec = new CertificateSpec { Hostnames = ["shop.example.test"], SecretName = "shop-tls" },
                Status = new CertificateStatus { IssuedHostnames = ["shop.example.test"] },
            }),
        Secrets = documents.Secrets.Add(
            new SiteId("default", "shop-tls"),
            new Secret
            {
                Metadata = new ObjectMeta { Name = "shop-tls", Namespace = "default" },
                Type = NetworkDocuments.TlsSecretType,
                Data = ImmutableDictionary<string, string>.Empty
                    .Add("tls.crt", Convert.ToBase64String(Encoding.UTF8.GetBytes("CHAIN")))
                    .Add("tls.key", Convert.ToBase64String(Encoding.UTF8.GetBytes("PRIVATE-KEY-MARKER"))),
            }),
    };

    private static Location Place(string name, string country) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new LocationSpec { Country = country },
    };

    private static Node Machine(string location, string address) => new()
    {
        Metadata = new ObjectMeta { Name = $"{location}-1" },
        Spec = new NodeSpec { Location = location, Addresses = [address], HttpPort = 8080, HttpsPort = 8443 },
    };
}
