namespace Selvedge.Fabric.Bus;

/// <summary>How a nats-server of the network is set up.</summary>
/// <param name="Name">The server's name, shown in its logs.</param>
/// <param name="Listen">Address and port, for example <c>127.0.0.1:4222</c>.</param>
/// <param name="StoreDirectory">Where JetStream keeps the buckets. May be lost at any time: control writes them
/// anew.</param>
/// <param name="CertificateFile">PEM, the server's chain.</param>
/// <param name="KeyFile">PEM, its private key.</param>
/// <param name="AuthorityFile">PEM, the authority that clients verify it by.</param>
/// <param name="ControlKey">The control plane's public nkey (<c>U...</c>).</param>
/// <param name="PidFile">Where the server writes its process id, for <c>nats-server</c>'s reload by SIGHUP.</param>
/// <param name="Nodes">Every node that may connect.</param>
public sealed record BusServer(
    string Name,
    string Listen,
    string StoreDirectory,
    string CertificateFile,
    string KeyFile,
    string AuthorityFile,
    string ControlKey,
    string PidFile,
    IReadOnlyList<BusNode> Nodes);
