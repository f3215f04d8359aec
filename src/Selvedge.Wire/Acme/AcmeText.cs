using System.Buffers;
using System.Text.Json;

namespace Selvedge.Wire.Acme;

/// <summary>Writes one JSON object.</summary>
internal static class AcmeText
{
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
