using CsCheck;
using Selvedge.Wire.Dns;

namespace Selvedge.Wire.Tests.Dns;

public sealed class DnsNameTests
{
    private static readonly Gen<byte[]> Labels = Gen.Byte.Array[1, 20];

    private static readonly Gen<byte[]> Names = Labels.Array[0, 8]
        .Select(labels => labels.SelectMany(label => (byte[])[(byte)label.Length, .. label]).Append((byte)0).ToArray());

    [Fact]
    public void Text_of_a_name_reads_back_as_the_same_bytes() => Names.Sample(name =>
    {
        Assert.True(DnsNameText.TryParse(DnsNameText.Format(name), out var again, out var fault), fault.ToString());
        Assert.Equal(name, again);
    });

    [Theory]
    [InlineData("", DnsNameFault.Empty)]
    [InlineData("..", DnsNameFault.EmptyLabel)]
    [InlineData("a..b", DnsNameFault.EmptyLabel)]
    [InlineData(".a", DnsNameFault.EmptyLabel)]
    [InlineData("a\\", DnsNameFault.BadEscape)]
    [InlineData("a\\25", DnsNameFault.BadEscape)]
    [InlineData("a\\256", DnsNameFault.BadEscape)]
    [InlineData("a b", DnsNameFault.BadCharacter)]
    [InlineData("bücher.example", DnsNameFault.BadCharacter)]
    public void Faulty_text_is_refused_with_its_fault(string text, DnsNameFault expected)
    {
        Assert.False(DnsNameText.TryParse(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_label_of_63_bytes_is_taken_and_one_of_64_is_not()
    {
        Assert.True(DnsNameText.TryParse(new string('a', 63) + ".test", out _, out _));
        Assert.False(DnsNameText.TryParse(new string('a', 64) + ".test", out _, out var fault));
        Assert.Equal(DnsNameFault.LabelTooLong, fault);
    }

    [Fact]
    public void A_name_of_255_bytes_is_taken_and_one_of_256_is_not()
    {
        var longest = string.Join(
            '.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));
        Assert.True(DnsNameText.TryParse(longest, out var name, out _));
        Assert.Equal(DnsLimits.NameBytesMax, name.Length);
        Assert.False(DnsNameText.TryParse(longest + "d", out _, out var fault));
        Assert.Equal(DnsNameFault.NameTooLong, fault);
    }

    [Theory]
    [InlineData("www", "www.example.test.")]
    [InlineData("@", "example.test.")]
    [InlineData("mail.other.test.", "mail.other.test.")]
    [InlineData("a\\.b", "a\\.b.example.test.")]
    [InlineData("*", "*.example.test.")]
    public void Names_are_relative_to_the_origin_unless_they_end_in_a_dot(string text, string expected)
    {
        Assert.True(DnsNameText.TryParse("example.test", out var origin, out _));
        var name = new byte[DnsLimits.NameBytesMax];
        Assert.Equal(DnsNameFault.None, DnsNameText.Parse(text, origin, name, out var length));
        Assert.Equal(expected, DnsNameText.Format(name.AsSpan(0, length)));
    }

    [Fact]
    public void No_text_throws() => Gen.String.Sample(text => DnsNameText.TryParse(text, out _, out _) || true);

    [Fact]
    public void No_bytes_throw_and_nothing_outside_is_written() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 310])
        .Sample((bytes, offset) =>
        {
            var name = new byte[DnsLimits.NameBytesMax + 1];
            name[^1] = 0xA5;
            DnsName.Measure(bytes, offset, out _);
            DnsName.Decompress(bytes, offset, name.AsSpan(0, DnsLimits.NameBytesMax), out _, out _);
            DnsNameText.Format(bytes);
            Assert.Equal(0xA5, name[^1]);
        });

    [Fact]
    public void Pointers_that_do_not_point_backwards_are_refused()
    {
        var name = new byte[DnsLimits.NameBytesMax];
        byte[] self = [0xC0, 0x00];
        byte[] pair = [1, (byte)'a', 0xC0, 0x00];
        byte[] forward = [0xC0, 0x02, 0];
        Assert.Equal(DnsNameFault.BadPointer, DnsName.Decompress(self, 0, name, out _, out _));
        Assert.Equal(DnsNameFault.BadPointer, DnsName.Decompress(pair, 0, name, out _, out _));
        Assert.Equal(DnsNameFault.BadPointer, DnsName.Decompress(forward, 0, name, out _, out _));
    }

    [Fact]
    public void Compression_reads_back_as_the_same_name() => Gen.Select(Names, Names).Sample((first, second) =>
    {
        Span<byte> message = stackalloc byte[600];
        first.CopyTo(message);
        var written = DnsName.Compress(second, first, 0, message[first.Length..]);
        var name = new byte[DnsLimits.NameBytesMax];
        Assert.Equal(
            DnsNameFault.None,
            DnsName.Decompress(message[..(first.Length + written)], first.Length, name, out var length, out var used));
        Assert.Equal(written, used);
        Assert.Equal(second, name.AsSpan(0, length).ToArray());
    });

    [Fact]
    public void Compression_uses_the_longest_common_ending()
    {
        var first = Wire("www.example.test");
        var second = Wire("mail.example.test");
        var written = new byte[second.Length];
        Assert.Equal(5 + 2, DnsName.Compress(second, first, 12, written));
        Assert.Equal([0xC0, 12 + 4], written[5..7]);
    }

    [Fact]
    public void Folding_lowers_exactly_the_capital_letters() => Gen.Byte.Array[0, 64].Sample(bytes =>
    {
        var folded = new byte[bytes.Length];
        DnsName.Fold(bytes, folded);
        Assert.Equal(bytes.Select(value => value is >= 65 and <= 90 ? (byte)(value + 32) : value), folded);
    });

    [Fact]
    public void Names_that_differ_in_one_byte_hash_differently() => Gen.Select(Gen.Byte.Array[1, 64], Gen.Int[0, 63])
        .Sample((bytes, index) =>
        {
            var other = bytes.ToArray();
            other[index % bytes.Length] ^= 1;
            Assert.NotEqual(DnsName.Hash(bytes), DnsName.Hash(other));
        });

    [Theory]
    [InlineData("www.example.test", "example.test", true)]
    [InlineData("example.test", "example.test", true)]
    [InlineData("wwwexample.test", "example.test", false)]
    [InlineData("test", "example.test", false)]
    [InlineData("a.b.c", ".", true)]
    public void Descent_goes_by_whole_labels(string name, string ancestor, bool expected)
    {
        var first = Wire(name);
        var second = Wire(ancestor);
        Assert.Equal(expected, DnsName.IsAtOrBelow(first, second));
    }

    private static byte[] Wire(string name)
    {
        Assert.True(DnsNameText.TryParse(name, out var wire, out _));
        return wire;
    }
}
