namespace Selvedge.Control.Certificates;

/// <summary>A certificate authority as operators name it.</summary>
/// <param name="Name">What a Site's <c>spec.tls.issuer</c> says; one named <c>default</c> must exist.</param>
/// <param name="DirectoryUrl">The RFC 8555 directory; https.</param>
/// <param name="ContactEmail">Where the authority writes to; empty: none is given.</param>
/// <param name="TrustedRootsPem">For a private authority: the roots that its own TLS certificate must lead to, instead
/// of the system's. Empty: the system's.</param>
/// <param name="EabKeyId">The external account's key id where the authority wants a binding.</param>
/// <param name="EabKey">The external account's MAC key in base64url, as authorities hand it out.</param>
public sealed record AcmeIssuer(
    string Name,
    Uri DirectoryUrl,
    string ContactEmail,
    string TrustedRootsPem = "",
    string? EabKeyId = null,
    string? EabKey = null)
{
    /// <summary>Without the key, so that no log ever holds one.</summary>
    public override string ToString() => $"AcmeIssuer {{ Name = {Name}, DirectoryUrl = {DirectoryUrl} }}";
}
