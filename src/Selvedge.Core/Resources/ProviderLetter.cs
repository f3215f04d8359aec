namespace Selvedge.Core.Resources;

/// <summary>A letter of authority: a provider may announce a prefix of ours.</summary>
public sealed record ProviderLetter
{
    /// <summary>CIDR; longer prefixes inside it are covered.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The last day, <c>2027-12-31</c>; empty: without end.</summary>
    public string ValidUntil { get; init; } = "";
}
