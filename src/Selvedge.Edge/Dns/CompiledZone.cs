namespace Selvedge.Edge.Dns;

/// <summary>A zone that has been checked and encoded.</summary>
/// <param name="Apex">The folded name on the wire, one character a byte.</param>
/// <param name="Start">The data of the SOA.</param>
/// <param name="NegativeTtlSeconds">The TTL of the SOA in negative answers.</param>
/// <param name="Sets">Every set, those of the apex included.</param>
internal sealed record CompiledZone(
    string Apex, byte[] Start, uint NegativeTtlSeconds, IReadOnlyList<CompiledSet> Sets);
