using System.Collections.Immutable;
using System.Security.Cryptography;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Compile;

/// <summary>The SOA serial of each zone: the store's revision at which its content was last seen to change.</summary>
/// <remarks>Immutable. A control plane that starts anew gives every zone a higher serial once, which is allowed; it
/// never gives a lower one, since revisions only rise (RFC 1982 arithmetic beyond 2^32).</remarks>
public sealed class ZoneSerials
{
    private readonly ImmutableDictionary<string, (string Content, uint Serial)> _zones;

    private ZoneSerials(ImmutableDictionary<string, (string Content, uint Serial)> zones) => _zones = zones;

    /// <summary>Knows no zone.</summary>
    public static ZoneSerials None { get; } =
        new(ImmutableDictionary.Create<string, (string Content, uint Serial)>(StringComparer.Ordinal));

    /// <summary>The serial of a zone that was in the documents of <see cref="Next"/>.</summary>
    public uint Of(string apex) => _zones[apex].Serial;

    /// <summary>The serials for newer documents.</summary>
    public ZoneSerials Next(NetworkDocuments documents) => new(documents.Zones.Values.ToImmutableDictionary(
        zone => zone.Metadata.Name,
        zone =>
        {
            var content = Content(documents, zone);
            return _zones.TryGetValue(zone.Metadata.Name, out var known) && known.Content == content
                ? known
                : (content, unchecked((uint)documents.Revision));
        },
        StringComparer.Ordinal));

    private static string Content(NetworkDocuments documents, Zone zone)
    {
        var apex = zone.Metadata.Name;
        var hostnames = documents.Sites.Values
            .SelectMany(site => site.Spec.Hostnames)
            .Where(hostname => IsUnder(hostname, apex))
            .Order(StringComparer.Ordinal);
        var bytes = CoreJson.Write(zone.Spec).Concat(CoreJson.Write(hostnames.ToImmutableArray()));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    private static bool IsUnder(string hostname, string apex) =>
        hostname == apex || hostname.EndsWith($".{apex}", StringComparison.Ordinal);
}
