using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>One static RRset of a zone.</summary>
public sealed record ZoneRecord
{
    /// <summary>Relative to the apex; <c>@</c> is the apex itself.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>A AAAA CNAME TXT MX CAA NS</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The TTL; 0 s to 7 d. The default is 5 min.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One value a record, in master-file form (RFC 1035), without quotes for TXT.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
