using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using Selvedge.Origin;

namespace Selvedge.System.Tests.Origin;

public sealed class PngImageTests
{
    [Fact]
    public void Any_pixels_come_back_from_the_file() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany(
            size => Gen.Byte.Array[size.Item1 * size.Item2 * 3].Select(pixels => (size.Item1, size.Item2, pixels)))
            .Sample(image => Assert.Equal(
                image.pixels, Decode(PngImage.Encode(image.Item1, image.Item2, image.pixels))));

    [Fact]
    public void Pixels_that_do_not_fill_the_image_are_refused() =>
        Assert.Throws<ArgumentException>(() => PngImage.Encode(2, 2, new byte[11]));

    [Fact]
    public void The_end_has_the_check_sum_that_the_standard_prints() =>
        Assert.Equal([0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], PngImage.Encode(1, 1, new byte[3])[^12..]);

    // Reads only what the encoder writes: one IDAT chunk, the Up filter.
    private static byte[] Decode(byte[] file)
    {
        var width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        Assert.Equal("IDAT"u8.ToArray(), file[37..41]);
        using var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var stride = width * 3;
        var pixels = new List<byte>();
        foreach (var row in raw.ToArray().Chunk(stride + 1))
        {
            Assert.Equal(2, row[0]);
            var above = pixels.Count == 0 ? new byte[stride] : pixels.TakeLast(stride).ToArray();
            pixels.AddRange(row.Skip(1).Select((value, i) => (byte)(value + above[i])));
        }

        return [.. pixels];
    }
}
