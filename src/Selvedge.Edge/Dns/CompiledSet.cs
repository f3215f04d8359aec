using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>One set of records of a zone, on its way into the table.</summary>
/// <param name="Owner">The folded name on the wire, one character a byte.</param>
/// <param name="Type">The type.</param>
/// <param name="TtlSeconds">The TTL.</param>
/// <param name="Data">The data of each record, without duplicates.</param>
internal sealed record CompiledSet(string Owner, DnsType Type, uint TtlSeconds, IReadOnlyList<byte[]> Data);
