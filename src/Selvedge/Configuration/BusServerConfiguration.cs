using Selvedge.Fabric.Bus;

namespace Selvedge.Configuration;

/// <summary>The nats-server on this machine whose configuration the control plane keeps.</summary>
internal sealed record BusServerConfiguration
{
    /// <summary>Written by the control plane; started by: <c>nats-server -c FILE</c>.</summary>
    public string ConfigurationFile { get; init; } = "";

    /// <summary>Where the server writes its process id.</summary>
    public string PidFile { get; init; } = "";

    /// <summary>The server's name, shown in its logs.</summary>
    public string Name { get; init; } = "selvedge";

    /// <summary>Where it listens; <c>address:port</c>.</summary>
    public string Listen { get; init; } = "";

    /// <summary>Where JetStream keeps its files. They may be lost.</summary>
    public string StoreDirectory { get; init; } = "";

    /// <summary>PEM: the server's chain.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM: its private key.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>What is rendered into the file; without nodes yet.</summary>
    /// <param name="authorityFile">What clients verify the server by.</param>
    /// <param name="controlKey">The control plane's public nkey.</param>
    public BusServer With(string authorityFile, string controlKey) => new(
        Name, Listen, StoreDirectory, CertificateFile, KeyFile, authorityFile, controlKey, PidFile, []);
}
