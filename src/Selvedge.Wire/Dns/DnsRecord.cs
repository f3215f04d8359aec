namespace Selvedge.Wire.Dns;

/// <summary>One record of a decoded message.</summary>
/// <param name="Name">Its owner, as text with the final dot, in the case that the message had.</param>
/// <param name="Type">Its type.</param>
/// <param name="Class">Its class; for OPT the size.</param>
/// <param name="Ttl">Seconds; for OPT the flags.</param>
/// <param name="Data">The data, names in it decompressed.</param>
public sealed record DnsRecord(string Name, DnsType Type, DnsClass Class, uint Ttl, ReadOnlyMemory<byte> Data)
{
    /// <summary>The data as a master file writes it; of an unknown type as RFC 3597 does.</summary>
    public string Text => RecordText.Format(Type, Data.Span);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Ttl} {Class} {Type} {Text}";
}
