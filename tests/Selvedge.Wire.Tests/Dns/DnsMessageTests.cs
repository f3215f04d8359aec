using System.Net;
using CsCheck;
using Selvedge.Wire.Dns;

namespace Selvedge.Wire.Tests.Dns;

public sealed class DnsMessageTests
{
    private static readonly Gen<DnsQuery> Queries = Gen.Select(
        Gen.String[Gen.Char['a', 'z'], 1, 12].Array[1, 5],
        Gen.Int[1, 300],
        Gen.UShort,
        Gen.Bool,
        Gen.UShort[0, 4096],
        Gen.Int[0, 32],
        Gen.UInt).Select((labels, type, id, recursion, size, prefix, address) =>
        {
            ClientSubnet.TryCreate(new IPAddress(address), prefix, out var subnet);
            return new DnsQuery(string.Join('.', labels) + ".", (DnsType)type)
            {
                Id = id,
                RecursionDesired = recursion,
                UdpBytes = size,
                Subnet = size > 0 ? subnet : null,
            };
        });

    [Fact]
    public void A_query_reads_back_on_the_server_as_it_was_asked() => Queries.Sample(query =>
    {
        Assert.True(query.TryEncode(out var packet, out _));
        Assert.Equal(DnsQueryFault.None, DnsQueryParser.Parse(packet, out var view));
        Assert.Equal(query.Id, view.Header.Id);
        Assert.Equal(query.Type, view.Type);
        Assert.Equal(DnsClass.IN, view.Class);
        Assert.Equal(query.UdpBytes > 0, view.HasEdns);
        Assert.Equal(query.Subnet, view.HasSubnet ? view.Subnet : null);
        Assert.Equal(
            query.Name, DnsNameText.Format(packet.AsSpan(DnsLimits.HeaderBytes, view.NameBytes)));
    });

    [Fact]
    public void Every_cut_of_a_query_is_a_fault() => Queries.Sample(query =>
    {
        query.TryEncode(out var packet, out _);
        for (var length = 0; length < packet.Length; length++)
        {
            Assert.NotEqual(DnsQueryFault.None, DnsQueryParser.Parse(packet.AsSpan(0, length), out _));
        }
    });

    [Fact]
    public void No_packet_throws_in_the_parser_or_the_decoder() => Gen.Select(
        Queries, Gen.Byte.Array[0, 12], Gen.Int[0, 90]).Sample((query, noise, offset) =>
        {
            query.TryEncode(out var packet, out _);
            for (var index = 0; index < noise.Length; index++)
            {
                packet[(offset + index) % packet.Length] = noise[index];
            }

            DnsQueryParser.Parse(packet, out _);
            DnsMessage.TryDecode(packet, out _, out _);
        });

    [Fact]
    public void Random_bytes_throw_nowhere() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        DnsQueryParser.Parse(bytes, out _);
        DnsMessage.TryDecode(bytes, out _, out _);
        ClientSubnet.TryRead(bytes, out _);
    });

    [Theory]
    [InlineData(new byte[] { 0, 1, 24, 0, 192, 0, 2 }, true)]
    [InlineData(new byte[] { 0, 1, 23, 0, 192, 0, 2 }, true)]
    [InlineData(new byte[] { 0, 1, 23, 0, 192, 0, 3 }, false)]
    [InlineData(new byte[] { 0, 1, 24, 0, 192, 0 }, false)]
    [InlineData(new byte[] { 0, 1, 24, 0, 192, 0, 2, 0 }, false)]
    [InlineData(new byte[] { 0, 1, 33, 0, 192, 0, 2, 1, 0 }, false)]
    [InlineData(new byte[] { 0, 3, 0, 0 }, false)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, true)]
    [InlineData(new byte[] { 0, 2, 0, 0 }, true)]
    public void Client_subnets_are_taken_only_in_their_one_right_form(byte[] option, bool expected) =>
        Assert.Equal(expected, ClientSubnet.TryRead(option, out _));

    [Fact]
    public void A_response_is_truncated_to_its_question_where_the_records_do_not_fit()
    {
        new DnsQuery("a.test", DnsType.A) { Id = 9, UdpBytes = 0 }.TryEncode(out var packet, out _);
        DnsQueryParser.Parse(packet, out var view);
        var response = new byte[DnsLimits.UdpBytesMin];
        var writer = new DnsResponseWriter(response, packet, view, view.UdpLimit);
        byte[] record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4];
        while (writer.TryAppend(DnsSection.Answer, record, 1))
        {
        }

        var length = writer.Finish(DnsRcode.NoError, true);
        Assert.True(DnsMessage.TryDecode(response.AsSpan(0, length), out var message, out _));
        Assert.True(message.Header.IsTruncated);
        Assert.Empty(message.Answers);
        Assert.Equal("a.test.", message.QuestionName);
    }

    [Fact]
    public void A_response_carries_its_records_subnet_scope_and_extended_error()
    {
        ClientSubnet.TryCreate(IPAddress.Parse("192.0.2.0"), 24, out var subnet);
        new DnsQuery("A.tEst", DnsType.A) { Subnet = subnet }.TryEncode(out var packet, out _);
        DnsQueryParser.Parse(packet, out var view);
        var response = new byte[DnsLimits.UdpBytesMax];
        var writer = new DnsResponseWriter(response, packet, view, view.UdpLimit);
        byte[] record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4];
        Assert.True(writer.TryAppend(DnsSection.Answer, record, 1));
        var length = writer.Finish(DnsRcode.ServFail, true, 20, 22);
        Assert.True(DnsMessage.TryDecode(response.AsSpan(0, length), out var message, out var reason), reason);
        Assert.Equal(DnsRcode.ServFail, message.Rcode);
        Assert.Equal("A.tEst. 1 IN A 1.2.3.4", Assert.Single(message.Answers).ToString());
        Assert.Equal(subnet with { ScopeLength = 20 }, message.Subnet);
        Assert.Equal(22, message.ExtendedError);
        Assert.True(message.Header.IsAuthoritative);
    }

    [Fact]
    public void The_upper_bits_of_a_response_code_travel_in_the_opt_record()
    {
        new DnsQuery("a.test", DnsType.A) { EdnsVersion = 1 }.TryEncode(out var packet, out _);
        Assert.Equal(DnsQueryFault.EdnsVersion, DnsQueryParser.Parse(packet, out var view));
        var response = new byte[DnsLimits.UdpBytesMax];
        var writer = new DnsResponseWriter(response, packet, view, view.UdpLimit);
        DnsMessage.TryDecode(response.AsSpan(0, writer.Finish(DnsRcode.BadVers, false)), out var message, out _);
        Assert.Equal(DnsRcode.BadVers, message!.Rcode);
    }
}
