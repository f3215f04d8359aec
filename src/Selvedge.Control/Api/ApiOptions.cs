using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Selvedge.Control.Api;

/// <summary>How the API server is reached.</summary>
public sealed record ApiOptions
{
    /// <summary>Where it listens; port 0: any free one, told by <see cref="ApiServer.Endpoint"/>.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The server's certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The software's version, shown by <c>/version</c>.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>Answers <c>/metrics</c>, without a token. Null: there is none.</summary>
    public RequestDelegate? Metrics { get; init; }

    /// <summary>Reads the logs of pods; null: they are refused.</summary>
    public PodLogReader? PodLogs { get; init; }

    /// <summary>Whether it is ready for requests, for <c>/readyz</c>; null: as soon as the store answers.</summary>
    public Func<bool>? Ready { get; init; }
}
