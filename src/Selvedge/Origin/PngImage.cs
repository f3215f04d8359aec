using System.Buffers.Binary;
using System.IO.Compression;

namespace Selvedge.Origin;

/// <summary>Writes PNG files: 8-bit RGB, not interlaced, the Up filter on every row (ISO/IEC 15948).</summary>
internal static class PngImage
{
    private const byte FilterUp = 2;
    private const byte BitDepth = 8;
    private const byte ColourTypeRgb = 2;
    private static readonly uint[] CrcTable = CreateCrcTable();

    /// <summary>Writes an image.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="pixels">Three bytes a pixel, row after row from the top.</param>
    /// <exception cref="ArgumentException">The pixels do not fill the image exactly.</exception>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != width * height * 3)
        {
            throw new ArgumentException("An image has three bytes a pixel.", nameof(pixels));
        }

        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = BitDepth;
        header[9] = ColourTypeRgb;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(width * 3, pixels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(int stride, ReadOnlySpan<byte> pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var above = new byte[stride];
            var row = new byte[stride + 1];
            row[0] = FilterUp;
            for (var start = 0; start < pixels.Length; start += stride)
            {
                var line = pixels.Slice(start, stride);
                for (var i = 0; i < stride; i++)
                {
                    row[i + 1] = (byte)(line[i] - above[i]);
                }

                zlib.Write(row);
                line.CopyTo(above);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(word);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] CreateCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) == 0 ? c >> 1 : 0xEDB88320 ^ (c >> 1);
            }

            table[n] = c;
        }

        return table;
    }
}
