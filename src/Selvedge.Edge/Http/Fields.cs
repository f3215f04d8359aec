using System.Globalization;
using System.Net.Sockets;
using Selvedge.Core.Caching;
using Selvedge.Wire.Http;

namespace Selvedge.Edge.Http;

/// <summary>The fields that the edge itself adds and removes on the way to the origin and back.</summary>
internal static class Fields
{
    // Who a client says it speaks for is hearsay at the edge of the network: replaced by what we see.
    private static readonly HashSet<string> Replaced = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP",
        "X-Request-Id", "Via", "Expect", "Content-Length", "Host",
    };

    // RFC 9110, section 15.4.5: metadata of a content that is not sent.
    private static readonly HashSet<string> Representation = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Encoding", "Content-Language", "Content-Range", "Content-Length", "Accept-Ranges",
    };

    /// <summary>The name of this node in Via (RFC 9110, section 7.6.3).</summary>
    public static string Pseudonym(string node) => $"selvedge-{node}";

    /// <summary>Whether the request passed this node before.</summary>
    public static bool Loops(FieldList request, string node)
    {
        var reader = new ListReader(request.Combined("Via"));
        while (reader.TryNext(out var member))
        {
            if (ListReader.TrySplit(member, ' ', out _, out var by))
            {
                ListReader.TrySplit(by, ' ', out var name, out _);
                if (name.Equals(Pseudonym(node), StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The fields that go to the origin.</summary>
    /// <param name="exchange">Its fields hold no hop-by-hop ones.</param>
    /// <param name="host">Lower case, without port.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="node">This node.</param>
    public static FieldList ToOrigin(Exchange exchange, string host, string requestId, string node)
    {
        var fields = new FieldList(exchange.Fields);
        var via = fields.Combined("Via");
        var cookies = string.Join("; ", fields.Where(
            field => field.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).Select(field => field.Value));
        fields.RemoveAll(field => Replaced.Contains(field.Name));
        if (cookies.Length > 0)
        {
            // HTTP/2 may send them apart (RFC 9113, section 8.2.3).
            fields.Set("Cookie", cookies);
        }

        var client = exchange.Client.IsIPv4MappedToIPv6 ? exchange.Client.MapToIPv4() : exchange.Client;
        var quoted = client.AddressFamily == AddressFamily.InterNetworkV6 ? $"\"[{client}]\"" : client.ToString();
        var version = exchange.Protocol.StartsWith("HTTP/", StringComparison.Ordinal) ? exchange.Protocol[5..] : "1.1";
        fields.Add("Via", (via is null ? "" : via + ", ") + $"{version} {Pseudonym(node)}");
        fields.Add("X-Request-Id", requestId);
        fields.Add("X-Forwarded-For", client.ToString());
        fields.Add("X-Forwarded-Proto", exchange.Scheme);
        fields.Add("X-Forwarded-Host", host);
        fields.Add("Forwarded", $"for={quoted};host={host};proto={exchange.Scheme}");
        return fields;
    }

    /// <summary>The fields that go to the user.</summary>
    /// <param name="origin">The origin's, without hop-by-hop ones and Content-Length.</param>
    /// <param name="length">Of the body; null: sent until it ends.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="received">When the response arrived, for a missing Date.</param>
    /// <param name="cache">What the cache did.</param>
    public static FieldList ToUser(
        FieldList origin, long? length, string requestId, DateTimeOffset received, CacheStatus cache)
    {
        var fields = new FieldList(origin);
        fields.Set("X-Request-Id", requestId);
        fields.Add("Via", "1.1 selvedge");
        fields.Add("Cache-Status", cache.ToString());
        if (!fields.Has("Date"))
        {
            // RFC 9110, section 6.6.1.
            fields.Add("Date", HttpDate.Format(received));
        }

        if (length is { } bytes)
        {
            fields.Set("Content-Length", bytes.ToString(CultureInfo.InvariantCulture));
        }

        return fields;
    }

    /// <summary>Turns a complete response's fields into those of a 304.</summary>
    public static void StripRepresentation(FieldList fields) =>
        fields.RemoveAll(field => Representation.Contains(field.Name));
}
