namespace Selvedge.Core.Resources;

/// <summary>TLS towards users.</summary>
public sealed record SiteTls
{
    /// <summary>The name of the issuer that certificates come from. The default is <c>default</c>.</summary>
    public string Issuer { get; init; } = "default";

    /// <summary><c>1.2</c> or <c>1.3</c>. The default is <c>1.2</c>.</summary>
    public string MinimumVersion { get; init; } = "1.2";

    /// <summary>Whether plain HTTP is answered by a redirect to HTTPS. The default is true.</summary>
    public bool Redirect { get; init; } = true;
}
