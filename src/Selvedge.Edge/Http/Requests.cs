using Selvedge.Core.Caching;
using Selvedge.Edge.Probes;

namespace Selvedge.Edge.Http;

/// <summary>Makes requests to origins.</summary>
internal static class Requests
{
    /// <summary>Whether an observer looks: nobody's demand.</summary>
    /// <param name="fields">Of the request.</param>
    public static bool IsLook(FieldList fields) => fields.First("User-Agent") == SiteProbeRun.UserAgent;

    /// <summary>The request that a call becomes at its origin.</summary>
    public static UpstreamRequest To(Route route, string method, Call call, FieldList fields, ExchangeContent? body)
    {
        var backend = route.Section.Backend;
        return new UpstreamRequest(
            method,
            route.Prefix + call.Target,
            backend.HostHeader.Length > 0 ? backend.HostHeader : call.Host,
            fields,
            body,
            backend.Timeout);
    }
}
