using Selvedge.Configuration;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Identity;

namespace Selvedge.Dev;

/// <summary>Keys for all and nats-server's configuration.</summary>
internal static class DevBus
{
    /// <summary>The file with the control plane's seed.</summary>
    public static string ControlSeed(DevState state) => Path.Combine(state.Keys, "control.seed");

    /// <summary>The file with a node's seed.</summary>
    public static string NodeSeed(DevState state, string node) => Path.Combine(state.Keys, $"{node}.seed");

    /// <summary>Each node's public key, by node name; made where missing.</summary>
    public static IReadOnlyDictionary<string, string> Keys(DevState state) => DevLocation.All.ToDictionary(
        location => location.Node,
        location => BusIdentity.Open(NodeSeed(state, location.Node)).PublicKey,
        StringComparer.Ordinal);

    /// <summary>How the control plane sets up nats-server.</summary>
    public static BusServerConfiguration Server(DevState state, DevAddresses addresses, LocalAuthority authority)
    {
        var certificate = authority.Issue("bus", [addresses.Bus.Split(':')[0], "localhost"]);
        return new BusServerConfiguration
        {
            ConfigurationFile = Path.Combine(state.Configuration, "nats-server.conf"),
            PidFile = Path.Combine(state.Configuration, "nats-server.pid"),
            Name = "dev",
            Listen = addresses.Bus,
            StoreDirectory = state.Bus,
            CertificateFile = certificate.CertificatePath,
            KeyFile = certificate.KeyPath,
        };
    }

    /// <summary>Writes a configuration by which nobody but the control plane may connect, where there is none yet: the
    /// control plane lets the nodes in as soon as they have documents.</summary>
    public static void WriteFirst(BusServerConfiguration server, DevState state, LocalAuthority authority)
    {
        if (!File.Exists(server.ConfigurationFile))
        {
            var control = BusIdentity.Open(ControlSeed(state));
            File.WriteAllText(
                server.ConfigurationFile,
                BusConfiguration.Render(server.With(authority.CertificatePath, control.PublicKey)));
        }
    }
}
