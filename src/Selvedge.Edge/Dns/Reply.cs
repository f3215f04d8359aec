using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>What the header and options of an answer say.</summary>
/// <param name="Rcode">How it went.</param>
/// <param name="IsAuthoritative">AA.</param>
/// <param name="Site">The number of the site that was steered, or <see cref="NameNode.None"/>.</param>
/// <param name="Scope">For how many leading bits of the client's address the answer holds.</param>
/// <param name="ExtendedError">RFC 8914; -1 for none.</param>
internal readonly record struct Reply(
    DnsRcode Rcode, bool IsAuthoritative, int Site = NameNode.None, byte Scope = 0, int ExtendedError = -1);
