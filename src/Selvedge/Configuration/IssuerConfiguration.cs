namespace Selvedge.Configuration;

/// <summary>A certificate authority that speaks ACME.</summary>
internal sealed record IssuerConfiguration
{
    /// <summary>The name that Sites refer to.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Its RFC 8555 directory.</summary>
    public string DirectoryUrl { get; init; } = "";

    /// <summary>Where it may write to. Empty: no contact.</summary>
    public string Email { get; init; } = "";

    /// <summary>PEM: what the authority's own HTTPS is trusted by, beside the system's roots. Empty: nothing
    /// more.</summary>
    public string TrustedRootsFile { get; init; } = "";

    /// <summary>External account binding: the key's id. Empty: none.</summary>
    public string EabKeyId { get; init; } = "";

    /// <summary>External account binding: the file with the base64url key.</summary>
    public string EabKeyFile { get; init; } = "";
}
