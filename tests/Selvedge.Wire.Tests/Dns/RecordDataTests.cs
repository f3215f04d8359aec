using CsCheck;
using Selvedge.Wire.Dns;

namespace Selvedge.Wire.Tests.Dns;

public sealed class RecordDataTests
{
    private static readonly byte[] Origin = Wire("example.test");

    [Theory]
    [InlineData("A", "192.0.2.1", "192.0.2.1")]
    [InlineData("AAAA", "2001:db8::1", "2001:db8::1")]
    [InlineData("NS", "ns1", "ns1.example.test.")]
    [InlineData("CNAME", "Www.Other.Test.", "Www.Other.Test.")]
    [InlineData("MX", "10 mail", "10 mail.example.test.")]
    [InlineData("TXT", "v=DMARC1; p=reject", "\"v=DMARC1; p=reject\"")]
    [InlineData("TXT", "\"a b\" \"c\\\"d\"", "\"a b\" \"c\\\"d\"")]
    [InlineData("CAA", "0 issue \"ca.example; policy=ev\"", "0 issue \"ca.example; policy=ev\"")]
    [InlineData("CAA", "128 issuewild ;", "128 issuewild \";\"")]
    public void A_value_reads_back_as_people_wrote_it(string type, string value, string expected)
    {
        Assert.True(RecordData.TryEncode(RecordData.Types[type], value, Origin, out var data, out var reason), reason);
        Assert.Equal(expected, new DnsRecord("x.", RecordData.Types[type], DnsClass.IN, 1, data).Text);
    }

    [Theory]
    [InlineData("A", "192.0.2")]
    [InlineData("A", "192.0.2.01")]
    [InlineData("A", "2001:db8::1")]
    [InlineData("AAAA", "192.0.2.1")]
    [InlineData("AAAA", "fe80::1%eth0")]
    [InlineData("MX", "mail.example.test.")]
    [InlineData("MX", "65536 mail")]
    [InlineData("NS", "a..b")]
    [InlineData("TXT", "\"open")]
    [InlineData("TXT", "\"a\" b")]
    [InlineData("CAA", "0 issue")]
    [InlineData("CAA", "256 issue \"x\"")]
    public void A_wrong_value_is_refused_with_a_sentence(string type, string value)
    {
        Assert.False(RecordData.TryEncode(RecordData.Types[type], value, Origin, out var data, out var reason));
        Assert.Empty(data);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Text_longer_than_255_bytes_becomes_several_strings()
    {
        Assert.True(RecordData.TryEncode(DnsType.TXT, new string('x', 300), Origin, out var data, out _));
        Assert.Equal(302, data.Length);
        Assert.Equal([255, 45], new[] { data[0], data[256] });
    }

    [Fact]
    public void The_start_of_a_zone_keeps_the_dots_of_the_mailbox()
    {
        Assert.True(RecordData.TryEncodeStart(
            "ns1.example.test",
            "first.last@example.test",
            7,
            TimeSpan.FromHours(1),
            TimeSpan.FromMinutes(10),
            TimeSpan.FromDays(7),
            TimeSpan.FromMinutes(1),
            out var data,
            out var reason), reason);
        Assert.Equal(
            "ns1.example.test. first\\.last.example.test. 7 3600 600 604800 60",
            new DnsRecord("x.", DnsType.SOA, DnsClass.IN, 1, data).Text);
    }

    [Fact]
    public void No_value_of_any_type_throws() => Gen.Select(Gen.Int[0, 300], Gen.String).Sample((type, value) =>
        RecordData.TryEncode((DnsType)type, value, Origin, out _, out var reason) == (reason.Length == 0));

    [Fact]
    public void No_data_of_any_type_throws_when_written_for_people() => Gen.Select(
        Gen.Int[0, 300], Gen.Byte.Array[0, 80]).Sample((type, data) =>
            new DnsRecord(".", (DnsType)type, DnsClass.IN, 0, data).Text.Length >= 0);

    private static byte[] Wire(string name)
    {
        Assert.True(DnsNameText.TryParse(name, out var wire, out _));
        return wire;
    }
}
