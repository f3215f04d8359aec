using System.Buffers.Binary;

namespace Selvedge.Wire.Dns;

/// <summary>Writes a response into the caller's bytes, without an allocation. What does not fit is left out and turns
/// the response into a truncated one.</summary>
/// <remarks>Records are given as a server keeps them: each with <see cref="OwnerAtQuestion"/> as its owner, so that an
/// answer is one copy. Sections must be written in their order.</remarks>
public ref struct DnsResponseWriter
{
    /// <summary>The owner of a pre-rendered record: a pointer to the name asked for.</summary>
    public const ushort OwnerAtQuestion = PointerBits | DnsLimits.HeaderBytes;

    /// <summary>An OPT record without options (RFC 6891, section 6.1.2).</summary>
    private const int OptBytes = 11;
    private const ushort PointerBits = 0xC000;
    private const int RecordFixedBytes = 12;
    private const ushort ExtendedErrorCode = 15;
    private const int ExtendedErrorBytes = 6;
    private const ushort DnssecOkBit = 0x8000;

    private readonly Span<byte> _message;
    private readonly DnsQueryView _query;
    private readonly int _limit;
    private ushort _answers;
    private ushort _authorities;
    private ushort _additionals;

    /// <summary>Begins a response: the question, byte for byte, as far as the query could be read.</summary>
    /// <param name="message">At least 512 bytes.</param>
    /// <param name="packet">The query.</param>
    /// <param name="query">What <see cref="DnsQueryParser"/> read of it.</param>
    /// <param name="limit">The most bytes the response may have; no more than <paramref name="message"/> has.</param>
    public DnsResponseWriter(Span<byte> message, ReadOnlySpan<byte> packet, in DnsQueryView query, int limit)
    {
        _message = message;
        _query = query;
        var optBytes = query.HasEdns ? OptBytes + ExtendedErrorBytes : 0;
        _limit = Math.Min(limit, message.Length) - optBytes - (query.HasSubnet ? query.Subnet.OptionBytes : 0);
        Length = query.QuestionEnd;
        packet[DnsLimits.HeaderBytes..Length].CopyTo(message[DnsLimits.HeaderBytes..]);
    }

    /// <summary>How many bytes are written; also the offset of the next record.</summary>
    public int Length { get; private set; }

    /// <summary>Whether something did not fit.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Appends records as they are.</summary>
    /// <returns>False where they do not fit; then nothing is written and the response will be truncated.</returns>
    public bool TryAppend(DnsSection section, ReadOnlySpan<byte> records, int count)
    {
        if (IsTruncated || records.Length > _limit - Length)
        {
            IsTruncated = true;
            return false;
        }

        records.CopyTo(_message[Length..]);
        Length += records.Length;
        Count(section, count);
        return true;
    }

    /// <summary>Appends pre-rendered records under an owner that the message holds elsewhere.</summary>
    /// <param name="section">Where to.</param>
    /// <param name="records">Each with <see cref="OwnerAtQuestion"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="ownerOffset">Where the owner's name stands in the message.</param>
    public bool TryAppend(DnsSection section, ReadOnlySpan<byte> records, int count, int ownerOffset)
    {
        var start = Length;
        if (!TryAppend(section, records, count))
        {
            return false;
        }

        for (var position = start; position + RecordFixedBytes <= Length;)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_message[position..], (ushort)(PointerBits | ownerOffset));
            position += RecordFixedBytes + BinaryPrimitives.ReadUInt16BigEndian(_message[(position + 10)..]);
        }

        return true;
    }

    /// <summary>Writes the header and, if the query had one, the OPT record.</summary>
    /// <param name="rcode">How it went.</param>
    /// <param name="authoritative">AA.</param>
    /// <param name="scopeLength">For how many bits of the client subnet the answer holds; 0 for everybody.</param>
    /// <param name="extendedError">An extended error (RFC 8914), or -1 for none.</param>
    /// <returns>The length of the message.</returns>
    public int Finish(DnsRcode rcode, bool authoritative, byte scopeLength = 0, int extendedError = -1)
    {
        if (IsTruncated)
        {
            // Half an RRset helps nobody: a truncated response has none (RFC 2181, section 9).
            Length = _query.QuestionEnd;
            (_answers, _authorities, _additionals) = (0, 0, 0);
        }

        if (_query.HasEdns)
        {
            WriteOpt(rcode, scopeLength, extendedError);
        }

        const int CopiedFlags = DnsHeader.RecursionDesiredFlag | DnsHeader.CheckingDisabledFlag | (0xF << 11);
        var flags = DnsHeader.ResponseFlag
            | (_query.Header.Flags & CopiedFlags)
            | (authoritative ? DnsHeader.AuthoritativeFlag : 0)
            | (IsTruncated ? DnsHeader.TruncatedFlag : 0)
            | ((int)rcode & 0xF);
        var questions = (ushort)(_query.NameBytes == 0 ? 0 : 1);
        new DnsHeader(_query.Header.Id, (ushort)flags, questions, _answers, _authorities, _additionals).Write(_message);
        return Length;
    }

    private void Count(DnsSection section, int count)
    {
        switch (section)
        {
            case DnsSection.Answer:
                _answers += (ushort)count;
                break;
            case DnsSection.Authority:
                _authorities += (ushort)count;
                break;
            default:
                _additionals += (ushort)count;
                break;
        }
    }

    private void WriteOpt(DnsRcode rcode, byte scopeLength, int extendedError)
    {
        var opt = _message[Length..];
        opt[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(opt[1..], (ushort)DnsType.OPT);
        BinaryPrimitives.WriteUInt16BigEndian(opt[3..], DnsLimits.UdpBytesMax);
        opt[5] = (byte)((int)rcode >> 4);
        opt[6] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(opt[7..], _query.DnssecOk ? DnssecOkBit : (ushort)0);
        var position = OptBytes;
        if (_query.HasSubnet)
        {
            var scope = _query.Subnet.SourceLength == 0 ? (byte)0 : scopeLength;
            position += (_query.Subnet with { ScopeLength = scope }).Write(opt[position..]);
        }

        if (extendedError >= 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(opt[position..], ExtendedErrorCode);
            BinaryPrimitives.WriteUInt16BigEndian(opt[(position + 2)..], sizeof(ushort));
            BinaryPrimitives.WriteUInt16BigEndian(opt[(position + 4)..], (ushort)extendedError);
            position += ExtendedErrorBytes;
        }

        BinaryPrimitives.WriteUInt16BigEndian(opt[9..], (ushort)(position - OptBytes));
        Length += position;
        _additionals++;
    }
}
