using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Selvedge.Control.Api.Writing;

namespace Selvedge.Control.Api.Requests;

/// <summary>Reads <c>application/vnd.kubernetes.protobuf</c> bodies: kubectl's typed commands (<c>create secret</c>,
/// <c>auth can-i</c>, ...) send nothing else.</summary>
internal static class ProtobufBody
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Reads a body into the document that its JSON form would be.</summary>
    /// <returns>False for malformed bodies and kinds that have no protobuf form here.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out JsonObject document)
    {
        document = [];
        if (!body.StartsWith(Magic) || !TryMessage(body[Magic.Length..], ProtobufMessage.Envelope, out var envelope)
            || envelope["typeMeta"] is not JsonObject type)
        {
            return false;
        }

        var (version, kind) = ((string?)type["apiVersion"] ?? "", (string?)type["kind"] ?? "");
        var raw = Convert.FromBase64String((string?)envelope["raw"] ?? "");
        if (!ProtobufMessage.Known.TryGetValue((version, kind), out var message)
            || !TryMessage(raw, message, out document))
        {
            return false;
        }

        document["apiVersion"] = version;
        document["kind"] = kind;
        return true;
    }

    private static bool TryMessage(ReadOnlySpan<byte> bytes, ProtobufMessage message, out JsonObject value)
    {
        value = [];
        while (bytes.Length > 0)
        {
            if (!TryVarint(ref bytes, out var tag))
            {
                return false;
            }

            var number = (int)Math.Min(tag >> 3, int.MaxValue);
            var known = message.Fields.TryGetValue(number, out var field);
            switch (tag & 7)
            {
                case 0:
                    if (!TryVarint(ref bytes, out var varint))
                    {
                        return false;
                    }

                    if (known && field.Type is ProtobufType.Number or ProtobufType.Truth)
                    {
                        value[field.Name] = field.Type == ProtobufType.Truth ? varint != 0 : (long)varint;
                    }

                    break;
                case 2:
                    if (!TryVarint(ref bytes, out var length) || length > (ulong)bytes.Length
                        || (known && !TryField(bytes[..(int)length], field, value)))
                    {
                        return false;
                    }

                    bytes = bytes[(int)length..];
                    break;
                case 1 when bytes.Length >= 8:
                    bytes = bytes[8..];
                    break;
                case 5 when bytes.Length >= 4:
                    bytes = bytes[4..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryField(
        ReadOnlySpan<byte> bytes, (string Name, ProtobufType Type, ProtobufMessage? Of) field, JsonObject into)
    {
        switch (field.Type)
        {
            case ProtobufType.Bytes:
                into[field.Name] = Convert.ToBase64String(bytes);
                return true;
            case ProtobufType.Text when Utf8.IsValid(bytes):
                // Kubernetes writes unset text as empty text.
                if (bytes.Length > 0)
                {
                    into[field.Name] = Encoding.UTF8.GetString(bytes);
                }

                return true;
            case ProtobufType.TextList when Utf8.IsValid(bytes):
                (into[field.Name] ??= new JsonArray()).AsArray().Add((JsonNode)Encoding.UTF8.GetString(bytes));
                return true;
            case ProtobufType.TextMap or ProtobufType.BytesMap:
                return TryEntry(bytes, field.Type == ProtobufType.BytesMap,
                    (into[field.Name] ??= new JsonObject()).AsObject());
            case ProtobufType.Message when TryMessage(bytes, field.Of!, out var message):
                Add(into, field.Name, field.Of!, message);
                return true;
            default:
                return false;
        }
    }

    private static void Add(JsonObject into, string name, ProtobufMessage of, JsonObject message)
    {
        if (!of.IsTime)
        {
            into[name] = message;
        }
        else if ((long?)message["seconds"] is > 0 and < 253_402_300_800 and var seconds)
        {
            into[name] = DocumentChange.Moment(DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
    }

    private static bool TryEntry(ReadOnlySpan<byte> bytes, bool isBytes, JsonObject into)
    {
        string key = "", value = "";
        while (bytes.Length > 0)
        {
            if (!TryVarint(ref bytes, out var tag) || (tag & 7) != 2
                || !TryVarint(ref bytes, out var length) || length > (ulong)bytes.Length)
            {
                return false;
            }

            var part = bytes[..(int)length];
            bytes = bytes[(int)length..];
            if ((tag == 10 || !isBytes) && !Utf8.IsValid(part))
            {
                return false;
            }

            if (tag == 10)
            {
                key = Encoding.UTF8.GetString(part);
            }
            else
            {
                value = isBytes ? Convert.ToBase64String(part) : Encoding.UTF8.GetString(part);
            }
        }

        into[key] = value;
        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var index = 0; index < bytes.Length && index < 10; index++)
        {
            value |= (ulong)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] < 0x80)
            {
                bytes = bytes[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
