using System.Buffers.Binary;

namespace Selvedge.Wire.Dns;

/// <summary>The fixed part of a message (RFC 1035, section 4.1.1).</summary>
/// <param name="Id">Chosen by the client.</param>
/// <param name="Flags">The sixteen bits of flags, operation and code.</param>
/// <param name="Questions">QDCOUNT.</param>
/// <param name="Answers">ANCOUNT.</param>
/// <param name="Authorities">NSCOUNT.</param>
/// <param name="Additionals">ARCOUNT.</param>
public readonly record struct DnsHeader(
    ushort Id, ushort Flags, ushort Questions, ushort Answers, ushort Authorities, ushort Additionals)
{
    /// <summary>QR: this is a response.</summary>
    public const ushort ResponseFlag = 0x8000;

    /// <summary>AA: the answer has authority.</summary>
    public const ushort AuthoritativeFlag = 0x0400;

    /// <summary>TC: the answer did not fit.</summary>
    public const ushort TruncatedFlag = 0x0200;

    /// <summary>RD: recursion is desired.</summary>
    public const ushort RecursionDesiredFlag = 0x0100;

    /// <summary>CD: the client checks signatures itself (RFC 4035).</summary>
    public const ushort CheckingDisabledFlag = 0x0010;

    private const int OpcodeShift = 11;
    private const int NibbleMask = 0xF;

    /// <summary>What the message asks for.</summary>
    public DnsOpcode Opcode => (DnsOpcode)((Flags >> OpcodeShift) & NibbleMask);

    /// <summary>The lower four bits of the response code.</summary>
    public DnsRcode Rcode => (DnsRcode)(Flags & NibbleMask);

    /// <summary>QR.</summary>
    public bool IsResponse => (Flags & ResponseFlag) != 0;

    /// <summary>AA.</summary>
    public bool IsAuthoritative => (Flags & AuthoritativeFlag) != 0;

    /// <summary>TC.</summary>
    public bool IsTruncated => (Flags & TruncatedFlag) != 0;

    /// <summary>Reads a header.</summary>
    /// <returns>False where the message is shorter than one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out DnsHeader header)
    {
        header = default;
        if (message.Length < DnsLimits.HeaderBytes)
        {
            return false;
        }

        header = new DnsHeader(
            BinaryPrimitives.ReadUInt16BigEndian(message),
            BinaryPrimitives.ReadUInt16BigEndian(message[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[10..]));
        return true;
    }

    /// <summary>Writes the header into the first <see cref="DnsLimits.HeaderBytes"/> bytes.</summary>
    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], Flags);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], Questions);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], Answers);
        BinaryPrimitives.WriteUInt16BigEndian(message[8..], Authorities);
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], Additionals);
    }
}
