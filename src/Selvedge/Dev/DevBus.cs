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

    /// <summary>Makes what is missing and writes nats-server's configuration.</summary>
    /// <returns>The configuration file, and each node's public key by node name.</returns>
    public static (string File, IReadOnlyDictionary<string, string> Keys) Write(
        DevState state, DevAddresses addresses, LocalAuthority authority)
    {
        var certificate = authority.Issue("bus", [addresses.Bus.Split(':')[0], "localhost"]);
        var keys = DevLocation.All.ToDictionary(
            location => location.Node,
            location => NodeKeys.Open(NodeSeed(state, location.Node)).PublicKey,
            StringComparer.Ordinal);
        var server = new BusServer(
            "dev",
            addresses.Bus,
            state.Bus,
            certificate.CertificatePath,
            certificate.KeyPath,
            authority.CertificatePath,
            NodeKeys.Open(ControlSeed(state)).PublicKey,
            [.. DevLocation.All.Select(location => new BusNode(location.Node, location.Name, keys[location.Node]))]);
        var file = Path.Combine(state.Configuration, "nats-server.conf");
        File.WriteAllText(file, BusConfiguration.Render(server));
        return (file, keys);
    }
}
