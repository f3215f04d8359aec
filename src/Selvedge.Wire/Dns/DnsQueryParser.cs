using System.Buffers.Binary;

namespace Selvedge.Wire.Dns;

/// <summary>Reads queries as a server must: strictly, without a copy, whatever the bytes are.</summary>
public static class DnsQueryParser
{
    /// <summary>Type, class, TTL and length of a record, after its name.</summary>
    private const int RecordFixedBytes = 10;
    private const int DnssecOkBit = 0x8000;

    /// <summary>Reads a query.</summary>
    /// <param name="packet">The packet, without the length that TCP puts before it.</param>
    /// <param name="query">What could be read, even of a faulty query, so that the error can be answered.</param>
    public static DnsQueryFault Parse(ReadOnlySpan<byte> packet, out DnsQueryView query)
    {
        query = default;
        if (!DnsHeader.TryRead(packet, out var header))
        {
            return DnsQueryFault.TooShort;
        }

        query.Header = header;
        if (header.IsResponse)
        {
            return DnsQueryFault.IsResponse;
        }

        if (header.Opcode != DnsOpcode.Query)
        {
            return DnsQueryFault.Opcode;
        }

        if (header.Questions != 1)
        {
            return DnsQueryFault.QuestionCount;
        }

        if (header.Answers != 0 || header.Authorities != 0)
        {
            return DnsQueryFault.UnexpectedRecords;
        }

        if (DnsName.Measure(packet, DnsLimits.HeaderBytes, out var nameBytes) != DnsNameFault.None)
        {
            return DnsQueryFault.QuestionName;
        }

        var question = packet[(DnsLimits.HeaderBytes + nameBytes)..];
        if (question.Length < 4)
        {
            return DnsQueryFault.QuestionCutOff;
        }

        query.NameBytes = nameBytes;
        query.Type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(question);
        query.Class = (DnsClass)BinaryPrimitives.ReadUInt16BigEndian(question[2..]);
        var fault = Additionals(packet, query.QuestionEnd, header.Additionals, ref query);
        return fault == DnsQueryFault.None && query.EdnsVersion != 0 ? DnsQueryFault.EdnsVersion : fault;
    }

    private static DnsQueryFault Additionals(
        ReadOnlySpan<byte> packet, int offset, int count, ref DnsQueryView query)
    {
        for (; count > 0; count--)
        {
            if (DnsName.Measure(packet, offset, out var nameBytes) != DnsNameFault.None)
            {
                return DnsQueryFault.AdditionalRecord;
            }

            var record = packet[(offset + nameBytes)..];
            if (record.Length < RecordFixedBytes)
            {
                return DnsQueryFault.AdditionalRecord;
            }

            var dataBytes = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
            if (record.Length < RecordFixedBytes + dataBytes)
            {
                return DnsQueryFault.AdditionalRecord;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(record) == (ushort)DnsType.OPT)
            {
                if (query.HasEdns || nameBytes != 1)
                {
                    return DnsQueryFault.OptRecord;
                }

                ReadOpt(record, ref query);
                var fault = Options(record.Slice(RecordFixedBytes, dataBytes), ref query);
                if (fault != DnsQueryFault.None)
                {
                    return fault;
                }
            }

            offset += nameBytes + RecordFixedBytes + dataBytes;
        }

        return offset == packet.Length ? DnsQueryFault.None : DnsQueryFault.TrailingBytes;
    }

    // The class holds the size, the TTL the upper response code, the version and the flags (RFC 6891, section 6.1.3).
    private static void ReadOpt(ReadOnlySpan<byte> record, ref DnsQueryView query)
    {
        query.HasEdns = true;
        query.UdpBytes = BinaryPrimitives.ReadUInt16BigEndian(record[2..]);
        query.EdnsVersion = record[5];
        query.DnssecOk = (BinaryPrimitives.ReadUInt16BigEndian(record[6..]) & DnssecOkBit) != 0;
    }

    private static DnsQueryFault Options(ReadOnlySpan<byte> options, ref DnsQueryView query)
    {
        while (options.Length > 0)
        {
            if (options.Length < 4)
            {
                return DnsQueryFault.Option;
            }

            var code = BinaryPrimitives.ReadUInt16BigEndian(options);
            var length = BinaryPrimitives.ReadUInt16BigEndian(options[2..]);
            if (options.Length < 4 + length)
            {
                return DnsQueryFault.Option;
            }

            // The scope of a query must be 0 (RFC 7871, section 6). Versions above 0 may give options other meanings.
            if (code == ClientSubnet.OptionCode && query.EdnsVersion == 0)
            {
                if (query.HasSubnet
                    || !ClientSubnet.TryRead(options.Slice(4, length), out var subnet) || subnet.ScopeLength != 0)
                {
                    return DnsQueryFault.Subnet;
                }

                query.HasSubnet = true;
                query.Subnet = subnet;
            }

            options = options[(4 + length)..];
        }

        return DnsQueryFault.None;
    }
}
