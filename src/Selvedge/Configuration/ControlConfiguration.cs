using System.Collections.Immutable;
using System.Net;
using Selvedge.Core.Resources;

namespace Selvedge.Configuration;

/// <summary>What <c>selvedge control --config</c> reads.</summary>
internal sealed record ControlConfiguration
{
    /// <summary>Where the store, the internal authority and the master key are kept.</summary>
    public string StateDirectory { get; init; } = "";

    /// <summary>Where the bus is.</summary>
    public BusConfigurationFile Bus { get; init; } = new();

    /// <summary>The nats-server whose configuration is kept here. Absent: somebody else keeps it.</summary>
    public BusServerConfiguration? BusServer { get; init; }

    /// <summary>Where the kubeconfig of the first administrator is written. Empty: into the state directory.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Where the API is served, over TLS; <c>address:port</c>.</summary>
    public string Api { get; init; } = "";

    /// <summary>Where the console is served; a loopback address. Empty: nowhere.</summary>
    public string Console { get; init; } = "";

    /// <summary>Certificate authorities; one is named <c>default</c>.</summary>
    public ImmutableArray<IssuerConfiguration> Issuers { get; init; } = [];

    /// <summary>How places follow demand.</summary>
    public PlacementConfiguration Placement { get; init; } = new();

    /// <summary>How replicas and nodes are decided.</summary>
    public ScalingConfiguration Scaling { get; init; } = new();

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (path, value) in new[]
        {
            ("stateDirectory", StateDirectory), ("bus.url", Bus.Url), ("bus.authorityFile", Bus.AuthorityFile),
            ("bus.seedFile", Bus.SeedFile), ("api", Api),
        })
        {
            if (value.Length == 0)
            {
                yield return $"{path}: is missing. The control plane needs it.";
            }
        }

        foreach (var (path, value) in BusServer is not { } bus ? [] : new[]
        {
            ("busServer.configurationFile", bus.ConfigurationFile), ("busServer.pidFile", bus.PidFile),
            ("busServer.listen", bus.Listen), ("busServer.storeDirectory", bus.StoreDirectory),
            ("busServer.certificateFile", bus.CertificateFile), ("busServer.keyFile", bus.KeyFile),
        })
        {
            if (value.Length == 0)
            {
                yield return $"{path}: is missing. A nats-server that is configured here needs it.";
            }
        }

        foreach (var problem in Placement.Problems())
        {
            yield return problem;
        }

        foreach (var (path, text) in new[]
        {
            ("api", Api), ("console", Console), ("busServer.listen", BusServer?.Listen ?? ""),
        })
        {
            if (text.Length > 0 && (!IPEndPoint.TryParse(text, out var endpoint) || endpoint.Port == 0))
            {
                yield return $"{path}: {text} is not an address with a port. Write, for example, 127.0.0.1:7443.";
            }
        }

        if (Scaling.Interval < ScalingConfiguration.IntervalMin)
        {
            yield return $"scaling.interval: {Duration.Format(Scaling.Interval)} is too short. Write 1s or more.";
        }

        foreach (var problem in Scaling.Nodes.Problems())
        {
            yield return problem;
        }
    }
}
