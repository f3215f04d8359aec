using System.Net;
using Microsoft.AspNetCore.Http;

namespace Selvedge.Console.Hosting;

/// <summary>Refuses what a page of ours never asks, and tells browsers what a page of ours may do.</summary>
internal static class Guard
{
    // Own files only, nothing inline, nothing framed: a name in a document can never become a script.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types selvedge";

    /// <summary>Why an endpoint may not be listened on; empty where it may.</summary>
    public static string WhyNotListen(IPEndPoint endpoint) => IPAddress.IsLoopback(endpoint.Address)
        ? ""
        : $"The console does not listen on {endpoint}: it has no sign-in yet, so only a loopback address is allowed.";

    /// <summary>Whether a Host header names this machine's loopback. Any other name that reached us was made to point
    /// here by somebody else's DNS (rebinding).</summary>
    public static bool IsOurHost(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Sets the headers of every answer.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
