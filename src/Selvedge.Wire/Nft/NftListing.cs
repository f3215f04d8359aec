using System.Globalization;
using System.Text.Json;

namespace Selvedge.Wire.Nft;

/// <summary>Reads what <c>nft -j list map</c> prints. Whatever the bytes are, it says what is wrong and never throws.
/// </summary>
public static class NftListing
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>The elements of the first map in a listing.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="elements">Empty where something is wrong.</param>
    /// <returns>What is wrong.</returns>
    public static NftProblem ReadMap(ReadOnlyMemory<byte> json, out IReadOnlyList<NftElement> elements)
    {
        elements = [];
        if (json.Length > NftLimits.ListingBytesMax)
        {
            return NftProblem.TooLong;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return FindMap(document.RootElement, out var map) is var problem and not NftProblem.None
                ? problem
                : ReadElements(map, out elements);
        }
        catch (JsonException)
        {
            return NftProblem.NotJson;
        }
        catch (InvalidOperationException)
        {
            // Text that is no valid Unicode.
            return NftProblem.Unexpected;
        }
    }

    /// <summary>The names of a table's maps, as <c>nft -j list maps</c> prints them.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="table">Whose.</param>
    /// <param name="names">Empty where something is wrong.</param>
    /// <returns>What is wrong.</returns>
    public static NftProblem ReadMapNames(ReadOnlyMemory<byte> json, string table, out IReadOnlyList<string> names)
    {
        names = [];
        if (json.Length > NftLimits.ListingBytesMax)
        {
            return NftProblem.TooLong;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            if (!TryFindMaps(document.RootElement, out var maps))
            {
                return NftProblem.Unexpected;
            }

            names = [.. maps.Where(map => Text(map, "table") == table).Select(map => Text(map, "name"))];
            return NftProblem.None;
        }
        catch (JsonException)
        {
            return NftProblem.NotJson;
        }
        catch (InvalidOperationException)
        {
            // Text that is no valid Unicode.
            return NftProblem.Unexpected;
        }
    }

    private static string Text(JsonElement item, string member) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool TryFindMaps(JsonElement root, out List<JsonElement> maps)
    {
        maps = [];
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("nftables", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("map", out var map))
            {
                maps.Add(map);
            }
        }

        return true;
    }

    private static NftProblem FindMap(JsonElement root, out JsonElement map)
    {
        map = default;
        if (!TryFindMaps(root, out var maps) || (maps.Count > 0 && maps[0].ValueKind != JsonValueKind.Object))
        {
            return NftProblem.Unexpected;
        }

        if (maps.Count == 0)
        {
            return NftProblem.NoMap;
        }

        map = maps[0];
        return NftProblem.None;
    }

    private static NftProblem ReadElements(JsonElement map, out IReadOnlyList<NftElement> elements)
    {
        elements = [];
        if (!map.TryGetProperty("elem", out var list))
        {
            // nft leaves it out where there are none.
            return NftProblem.None;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return NftProblem.Unexpected;
        }

        if (list.GetArrayLength() > NftLimits.ElementsMax)
        {
            return NftProblem.TooManyElements;
        }

        var read = new List<NftElement>(list.GetArrayLength());
        foreach (var pair in list.EnumerateArray())
        {
            if (!TryReadElement(pair, out var element))
            {
                return NftProblem.Unexpected;
            }

            read.Add(element);
        }

        elements = read;
        return NftProblem.None;
    }

    private static bool TryReadElement(JsonElement pair, out NftElement element)
    {
        element = new NftElement(0, "", "", 0, 0);
        if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
        {
            return false;
        }

        var key = pair[0];
        if (key.ValueKind == JsonValueKind.Object)
        {
            if (!key.TryGetProperty("elem", out var full) || full.ValueKind != JsonValueKind.Object
                || !full.TryGetProperty("val", out key))
            {
                return false;
            }

            element = element with
            {
                Comment = full.TryGetProperty("comment", out var comment)
                    && comment.ValueKind == JsonValueKind.String ? comment.GetString()! : "",
                Packets = Count(full, "packets"),
                Bytes = Count(full, "bytes"),
            };
        }

        if (key.ValueKind != JsonValueKind.Number || !key.TryGetUInt32(out var number)
            || !TryReadValue(pair[1], out var value))
        {
            return false;
        }

        element = element with { Key = number, Value = value };
        return true;
    }

    private static bool TryReadValue(JsonElement value, out string text)
    {
        text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetUInt32(out var number) =>
                number.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        return text.Length > 0;
    }

    private static long Count(JsonElement element, string member) =>
        element.TryGetProperty("counter", out var counter) && counter.ValueKind == JsonValueKind.Object
        && counter.TryGetProperty(member, out var count) && count.ValueKind == JsonValueKind.Number
        && count.TryGetInt64(out var number) ? number : 0;
}
