using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Selvedge.Fabric.Store;

/// <summary>A document as bytes with a gap for its revision, so that the one writer only fills in a number.</summary>
internal sealed class VersionedDocument
{
    // Stored text is never put into HTML, so it need not be escaped for it.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly byte[] _bytes;
    private readonly int _gap;

    private VersionedDocument(byte[] bytes, int gap)
    {
        _bytes = bytes;
        _gap = gap;
    }

    /// <summary>Copies a document; the element may be disposed afterwards.</summary>
    /// <exception cref="ArgumentException">It is no object, or its <c>metadata</c> is none, or it is too large.
    /// </exception>
    public static VersionedDocument Create(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("A document is a JSON object.", nameof(document));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        var gap = -1;
        writer.WriteStartObject();
        foreach (var member in document.EnumerateObject())
        {
            if (!member.NameEquals("metadata"u8))
            {
                member.WriteTo(writer);
                continue;
            }

            if (gap >= 0 || member.Value.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("A document has one metadata, an object.", nameof(document));
            }

            gap = WriteMetadata(member.Value, writer, buffer);
        }

        if (gap < 0)
        {
            writer.WriteStartObject("metadata"u8);
            gap = WriteGap(writer, buffer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenCount <= StoreLimits.DocumentBytesMax
            ? new VersionedDocument(buffer.WrittenSpan.ToArray(), gap)
            : throw new ArgumentException(
                $"The document has {buffer.WrittenCount} bytes; the most is {StoreLimits.DocumentBytesMax}.",
                nameof(document));
    }

    /// <summary>The document with its revision.</summary>
    public byte[] At(long revision)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = revision.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return [.. _bytes.AsSpan(0, _gap), .. digits[..length], .. _bytes.AsSpan(_gap)];
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);

    private static int WriteMetadata(JsonElement metadata, Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        var gap = -1;
        writer.WriteStartObject("metadata"u8);
        foreach (var member in metadata.EnumerateObject())
        {
            if (!member.NameEquals("resourceVersion"u8))
            {
                member.WriteTo(writer);
            }
            else if (gap < 0)
            {
                gap = WriteGap(writer, buffer);
            }
        }

        gap = gap < 0 ? WriteGap(writer, buffer) : gap;
        writer.WriteEndObject();
        return gap;
    }

    private static int WriteGap(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.WriteString("resourceVersion"u8, ""u8);
        writer.Flush();
        return buffer.WrittenCount - 1;
    }
}
