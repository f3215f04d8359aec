using System.Runtime.CompilerServices;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Turns a query into a response, from one table. No I/O, no lock; no allocation, but for a steered answer
/// that is not kept yet. Never throws on any packet.</summary>
internal static class DnsEngine
{
    /// <summary>Other (RFC 8914): the site has no place that may be named.</summary>
    private const int ExtendedErrorOther = 0;

    /// <summary>Types that are about the exchange itself, not names of data (RFC 6895, section 3.1).</summary>
    private const int MetaTypeMin = 128;

    /// <summary>Answers one packet.</summary>
    /// <param name="table">What is known.</param>
    /// <param name="packet">The query, without the length that TCP puts before it.</param>
    /// <param name="response">At least 512 bytes; over TCP 65,535.</param>
    /// <param name="peer">Who sent it.</param>
    /// <param name="transport">How it came.</param>
    /// <param name="tally">Counts it.</param>
    /// <returns>The length of the response; 0: the packet is dropped.</returns>
    internal static int Answer(
        AnswerTable table,
        ReadOnlySpan<byte> packet,
        Span<byte> response,
        in ClientAddress peer,
        DnsTransport transport,
        QueryTally tally) => Answer(table, packet, response, peer, transport, tally, out _);

    /// <summary>Answers one packet and tells which site was steered.</summary>
    internal static int Answer(
        AnswerTable table,
        ReadOnlySpan<byte> packet,
        Span<byte> response,
        in ClientAddress peer,
        DnsTransport transport,
        QueryTally tally,
        out int site)
    {
        site = NameNode.None;
        var fault = DnsQueryParser.Parse(packet, out var query);
        if (fault != DnsQueryFault.None)
        {
            tally.Faulty(fault);
        }

        if (fault is DnsQueryFault.TooShort or DnsQueryFault.IsResponse)
        {
            tally.Dropped(DropReason.NotAQuery);
            return 0;
        }

        var limit = transport == DnsTransport.Tcp ? DnsLimits.MessageBytesMax : query.UdpLimit;
        var writer = new DnsResponseWriter(response, packet, query, limit);
        var reply = Refusal(fault, query) is { } refused
            ? new Reply(refused, false)
            : Resolve(table, packet, query, Client(query, peer), tally, ref writer);
        tally.Answered(query.Type, reply.Rcode, transport);
        site = reply.Site;
        return writer.Finish(reply.Rcode, reply.IsAuthoritative, reply.Scope, reply.ExtendedError);
    }

    private static DnsRcode? Refusal(DnsQueryFault fault, in DnsQueryView query) => fault switch
    {
        DnsQueryFault.None => query.Class != DnsClass.IN || query.Type is DnsType.AXFR or DnsType.IXFR
            ? DnsRcode.Refused
            : query.Type switch
            {
                DnsType.ANY => null,
                DnsType.None or DnsType.OPT => DnsRcode.FormErr,
                >= (DnsType)MetaTypeMin and < DnsType.ANY => DnsRcode.NotImp,
                _ => null,
            },
        DnsQueryFault.Opcode => DnsRcode.NotImp,
        DnsQueryFault.EdnsVersion => DnsRcode.BadVers,
        _ => DnsRcode.FormErr,
    };

    private static ClientAddress Client(in DnsQueryView query, in ClientAddress peer) =>
        query.HasSubnet && query.Subnet.SourceLength > 0
            ? ClientAddress.FromSubnet(query.Subnet)
            : peer;

    // Follows aliases within our zones; each link's owner is the target that the link before has put into the message.
    private static Reply Resolve(
        AnswerTable table,
        ReadOnlySpan<byte> packet,
        in DnsQueryView query,
        in ClientAddress client,
        QueryTally tally,
        ref DnsResponseWriter writer)
    {
        Span<byte> folded = stackalloc byte[DnsLimits.NameBytesMax];
        DnsName.Fold(packet.Slice(DnsLimits.HeaderBytes, query.NameBytes), folded);
        var nameBytes = query.NameBytes;
        var owner = DnsLimits.HeaderBytes;
        var names = table.Names;
        for (var link = 0; link <= Limits.ChainMax; link++)
        {
            var node = names.Locate(folded[..nameBytes], out var closest);
            if (closest < 0)
            {
                return link == 0 ? new Reply(DnsRcode.Refused, false) : new Reply(DnsRcode.NoError, true);
            }

            if (names.Node(closest).Cut is var cut and >= 0)
            {
                return link == 0 ? Refer(names, cut, owner, nameBytes, ref writer) : new Reply(DnsRcode.NoError, true);
            }

            if (node < 0)
            {
                AppendStart(names, names.Node(closest).Zone, owner, nameBytes, ref writer);
                return new Reply(DnsRcode.NXDomain, true);
            }

            ref readonly var found = ref names.Node(node);
            if (found.Site >= 0 && query.Type is DnsType.A or DnsType.AAAA)
            {
                return Steer(table, found, query.Type, client, owner, nameBytes, tally, ref writer);
            }

            var sets = names.Sets(found);
            if (TryAlias(names, sets, query.Type, ref owner, ref writer, out var target))
            {
                if (target.IsEmpty)
                {
                    return new Reply(DnsRcode.NoError, true);
                }

                DnsName.Fold(target, folded);
                nameBytes = target.Length;
                continue;
            }

            if (!TryAnswer(names, found, sets, query.Type, owner, ref writer))
            {
                AppendStart(names, found.Zone, owner, nameBytes, ref writer);
            }

            return new Reply(DnsRcode.NoError, true);
        }

        return new Reply(DnsRcode.NoError, true);
    }

    private static bool TryAlias(
        NameTable names,
        ReadOnlySpan<RecordSet> sets,
        DnsType type,
        ref int owner,
        ref DnsResponseWriter writer,
        out ReadOnlySpan<byte> target)
    {
        const int DataOffset = 12;
        target = default;
        if (sets.Length != 1 || sets[0].Type != (ushort)DnsType.CNAME || type is DnsType.CNAME or DnsType.ANY)
        {
            return false;
        }

        var record = names.Slice(sets[0].Offset, sets[0].Bytes);
        var start = writer.Length;
        if (writer.TryAppend(DnsSection.Answer, record, 1, owner))
        {
            owner = start + DataOffset;
            target = record[DataOffset..];
        }

        return true;
    }

    private static bool TryAnswer(
        NameTable names,
        in NameNode node,
        ReadOnlySpan<RecordSet> sets,
        DnsType type,
        int owner,
        ref DnsResponseWriter writer)
    {
        if (type == DnsType.ANY)
        {
            return TryAnswerAny(names, node, sets, owner, ref writer);
        }

        foreach (ref readonly var set in sets)
        {
            if (set.Type == (ushort)type)
            {
                var records = names.Slice(set.Offset, set.Bytes);
                if (owner == DnsLimits.HeaderBytes)
                {
                    writer.TryAppend(DnsSection.Answer, records, set.Count);
                }
                else
                {
                    writer.TryAppend(DnsSection.Answer, records, set.Count, owner);
                }

                return true;
            }
        }

        return false;
    }

    // One small record instead of all: ANY is asked by attackers far more than by anybody else (RFC 8482, section 4.2).
    private static bool TryAnswerAny(
        NameTable names, in NameNode node, ReadOnlySpan<RecordSet> sets, int owner, ref DnsResponseWriter writer)
    {
        if (sets.Length == 1 && sets[0].Type == (ushort)DnsType.CNAME)
        {
            writer.TryAppend(DnsSection.Answer, names.Slice(sets[0].Offset, sets[0].Bytes), 1, owner);
            return true;
        }

        if (sets.Length == 0 && node.Site < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> hostInformation =
        [
            0xC0, 0x0C, 0, (byte)DnsType.HINFO, 0, (byte)DnsClass.IN, 0, 0, 0x0E, 0x10, 0, 9,
            7, (byte)'R', (byte)'F', (byte)'C', (byte)'8', (byte)'4', (byte)'8', (byte)'2', 0,
        ];
        writer.TryAppend(DnsSection.Answer, hostInformation, 1, owner);
        return true;
    }

    private static Reply Refer(NameTable names, int cut, int owner, int nameBytes, ref DnsResponseWriter writer)
    {
        ref readonly var node = ref names.Node(cut);
        foreach (ref readonly var set in names.Sets(node))
        {
            if (set.Type == (ushort)DnsType.NS)
            {
                var records = names.Slice(set.Offset, set.Bytes);
                var glue = names.Slice(set.Offset + set.Bytes, set.GlueBytes);
                writer.TryAppend(DnsSection.Authority, records, set.Count, owner + nameBytes - node.NameBytes);
                writer.TryAppend(DnsSection.Additional, glue, set.GlueCount);
                break;
            }
        }

        return new Reply(DnsRcode.NoError, false);
    }

    private static Reply Steer(
        AnswerTable table,
        in NameNode node,
        DnsType type,
        in ClientAddress client,
        int owner,
        int nameBytes,
        QueryTally tally,
        ref DnsResponseWriter writer)
    {
        var steering = table.Steering;
        byte scope = 0;
        var region = steering.DependsOnClient(node.Site)
            ? steering.Clients.Find(client, out scope)
            : ClientMap.Unknown;
        var variants = steering.Find(node.Site, region).Variants;
        ref readonly var variant = ref variants[variants.Length == 1 ? 0 : tally.Turn++ % (uint)variants.Length];
        if (variant.IsEmpty)
        {
            // No answer is not the answer that there is no address: a resolver must not keep this one.
            return new Reply(DnsRcode.ServFail, true, node.Site, scope, ExtendedErrorOther);
        }

        var (records, count) =
            type == DnsType.A ? (variant.IPv4, variant.IPv4Count) : (variant.IPv6, variant.IPv6Count);
        if (count > 0)
        {
            writer.TryAppend(DnsSection.Answer, records, count, owner);
        }
        else
        {
            AppendStart(table.Names, node.Zone, owner, nameBytes, ref writer);
        }

        return new Reply(DnsRcode.NoError, true, node.Site, scope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AppendStart(NameTable names, int zone, int owner, int nameBytes, ref DnsResponseWriter writer)
    {
        ref readonly var entry = ref names.Zone(zone);
        var start = names.Slice(entry.NegativeOffset, entry.NegativeBytes);
        writer.TryAppend(DnsSection.Authority, start, 1, owner + nameBytes - entry.ApexBytes);
    }
}
