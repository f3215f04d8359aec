using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="Zone"/>.</summary>
public sealed record ZoneSpec
{
    /// <summary>The NS records of the apex, fully qualified; one or more.</summary>
    public ImmutableArray<string> NameServers { get; init; } = [];

    /// <summary>The mailbox of the SOA as an e-mail address. Empty: <c>hostmaster@</c> the apex.</summary>
    public string Mailbox { get; init; } = "";

    /// <summary>How long a negative answer may be kept (RFC 2308); 0 s to 3 h. The default is 60 s.</summary>
    public TimeSpan NegativeTtl { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The static records. Hostnames of Sites are added by themselves.</summary>
    public ImmutableArray<ZoneRecord> Records { get; init; } = [];
}
