using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Configuration;

/// <summary>What <c>selvedge node --config</c> reads: who the node is, where the bus is, where it listens. All else
/// comes as snapshots.</summary>
internal sealed record NodeConfiguration
{
    /// <summary>The name of its Node document.</summary>
    public string Node { get; init; } = "";

    /// <summary>The name of its Location.</summary>
    public string Location { get; init; } = "";

    /// <summary>Where the bus is, and the files that the node proves itself with.</summary>
    public BusConfigurationFile Bus { get; init; } = new();

    /// <summary>Where last good snapshots are kept.</summary>
    public string StateDirectory { get; init; } = "";

    /// <summary>Where DNS is answered over UDP and TCP; <c>address:port</c>.</summary>
    public ImmutableArray<string> Dns { get; init; } = [];

    /// <summary>Where HTTP is served.</summary>
    public ImmutableArray<string> Http { get; init; } = [];

    /// <summary>Where HTTPS is served.</summary>
    public ImmutableArray<string> Https { get; init; } = [];

    /// <summary>Where <c>/metrics</c> and <c>/healthz</c> are served. Empty: nowhere.</summary>
    public string Metrics { get; init; } = "";

    /// <summary>DNS workers, 1 to 64. The default is 1.</summary>
    public int DnsWorkers { get; init; } = 1;

    /// <summary>A country database (mmdb). Empty: only the client map places clients.</summary>
    public string CountryDatabase { get; init; } = "";

    /// <summary>What runs pods. Null: none are run.</summary>
    public RuntimeConfiguration? Runtime { get; init; }

    /// <summary>What only the machine knows of layers 3 and 4.</summary>
    public NetworkConfiguration Network { get; init; } = new();

    /// <summary>The file that access log lines go to. Empty: standard output.</summary>
    public string AccessLog { get; init; } = "";

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (path, value) in new[]
        {
            ("node", Node), ("location", Location), ("stateDirectory", StateDirectory), ("bus.url", Bus.Url),
            ("bus.authorityFile", Bus.AuthorityFile), ("bus.seedFile", Bus.SeedFile),
        })
        {
            if (value.Length == 0)
            {
                yield return $"{path}: is missing. Every node needs it.";
            }
        }

        foreach (var problem in (Runtime?.Problems() ?? []).Concat(Network.Problems()))
        {
            yield return problem;
        }

        var endpoints = Dns.Select((text, at) => ($"dns[{at}]", text))
            .Concat(Http.Select((text, at) => ($"http[{at}]", text)))
            .Concat(Https.Select((text, at) => ($"https[{at}]", text)))
            .Concat(Metrics.Length > 0 ? [("metrics", Metrics)] : []);
        foreach (var (path, text) in endpoints)
        {
            if (!IPEndPoint.TryParse(text, out var endpoint) || endpoint.Port == 0)
            {
                yield return $"{path}: {text} is not an address with a port. Write, for example, 192.0.2.1:443.";
            }
        }

        if (DnsWorkers is < 1 or > 64)
        {
            yield return $"dnsWorkers: {DnsWorkers} is out of range. Write 1 to 64.";
        }
    }
}
