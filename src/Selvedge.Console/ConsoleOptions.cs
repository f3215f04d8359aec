using System.Net;

namespace Selvedge.Console;

/// <summary>Where the console listens, and which API it reads.</summary>
public sealed record ConsoleOptions
{
    /// <summary>The plain HTTP endpoint. Loopback only, since there is no sign-in yet; port 0 picks a free one. The
    /// default is 127.0.0.1:7080.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 7080);

    /// <summary>The API's base address, <c>http</c> or <c>https</c>. The default is https://127.0.0.1:7443.</summary>
    public Uri Api { get; init; } = new("https://127.0.0.1:7443");

    /// <summary>The bearer token sent to the API; empty sends none. Never shown nor logged.</summary>
    public string Token { get; init; } = "";

    /// <summary>One or more PEM certificates, the only ones that an https API's chain may end in. Empty trusts the
    /// machine's store.</summary>
    public string CaCertificatePem { get; init; } = "";
}
