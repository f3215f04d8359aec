namespace Selvedge.Core.Resources;

/// <summary>What a <see cref="Roa"/> says.</summary>
public sealed record RoaSpec
{
    /// <summary>CIDR, IPv4 or IPv6.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The longest prefix that may be announced; 0, the default: <see cref="Prefix"/> as it is.</summary>
    public int MaxLength { get; init; }

    /// <summary>The AS number that may announce it.</summary>
    public long Origin { get; init; }
}
