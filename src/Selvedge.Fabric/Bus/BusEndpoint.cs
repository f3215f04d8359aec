namespace Selvedge.Fabric.Bus;

/// <summary>How a process reaches the bus.</summary>
/// <param name="Url">For example <c>nats://127.0.0.1:4222</c>; several, separated by commas, are tried in turn.</param>
/// <param name="AuthorityFile">PEM, the authority that the server's certificate is verified by.</param>
/// <param name="Identity">Who the process is.</param>
public sealed record BusEndpoint(string Url, string AuthorityFile, BusIdentity Identity);
