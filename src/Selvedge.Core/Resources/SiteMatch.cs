namespace Selvedge.Core.Resources;

/// <summary>Which requests a rule is for.</summary>
public sealed record SiteMatch
{
    /// <summary>An exact path, or a prefix ending in <c>*</c>. Empty: every path.</summary>
    public string Path { get; init; } = "";
}
