using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>A site's certificate with its private key.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Hostnames">The names it is to be presented for.</param>
/// <param name="ChainPem">Leaf first.</param>
/// <param name="KeyPem">PKCS #8.</param>
public sealed record CertificateSection(
    SiteId Site, ImmutableArray<string> Hostnames, string ChainPem, string KeyPem)
{
    /// <summary>Without the key, so that no log ever holds one.</summary>
    public override string ToString() => $"CertificateSection {{ Site = {Site} }}";
}
