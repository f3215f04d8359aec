using System.Net.Security;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Http;

/// <summary>How one site is served: its section with everything looked up.</summary>
/// <param name="Section">What the snapshot says.</param>
/// <param name="Address">Its origin.</param>
/// <param name="Prefix">What is put before each path.</param>
/// <param name="Upstream">The connections to its origin.</param>
/// <param name="Shelf">Its part of the cache.</param>
/// <param name="Tls">Settings of its handshakes; null: it has no certificate here.</param>
/// <param name="Identity">Its certificate; null: none here.</param>
internal sealed record Route(
    SiteSection Section,
    BackendAddress Address,
    string Prefix,
    IUpstream Upstream,
    Shelf Shelf,
    SslServerAuthenticationOptions? Tls,
    TlsIdentity? Identity);
