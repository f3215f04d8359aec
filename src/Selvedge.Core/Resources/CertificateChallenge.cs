namespace Selvedge.Core.Resources;

/// <summary>One challenge under way (RFC 8555, section 8).</summary>
public sealed record CertificateChallenge
{
    /// <summary><c>http-01</c> or <c>dns-01</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The identifier that is validated.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>The challenge's token.</summary>
    public string Token { get; init; } = "";

    /// <summary>The key authorization; for <c>dns-01</c> already its base64url SHA-256, ready as TXT.</summary>
    public string Answer { get; init; } = "";
}
