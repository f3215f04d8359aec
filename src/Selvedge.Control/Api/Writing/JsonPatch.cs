using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    /// <summary>Applies every operation, or none.</summary>
    /// <param name="target">The document; it is not changed.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="result">The changed document where true is returned.</param>
    /// <param name="reason">What is wrong where false is returned; else empty.</param>
    public static bool TryApply(JsonNode target, JsonNode? patch, out JsonNode? result, out string reason)
    {
        result = target.DeepClone();
        reason = "";
        if (patch is not JsonArray operations)
        {
            reason = "a JSON patch is a list of operations";
            return false;
        }

        if (operations.Count > Limits.PatchOperationsMax)
        {
            reason = $"a JSON patch has at most {Limits.PatchOperationsMax} operations";
            return false;
        }

        var copied = 0L;
        for (var index = 0; index < operations.Count; index++)
        {
            if (!TryStep(ref result, operations[index], ref copied, out var why))
            {
                reason = FormattableString.Invariant($"operation {index}: {why}");
                return false;
            }
        }

        return true;
    }

    private static bool TryStep(ref JsonNode? root, JsonNode? operation, ref long copied, out string reason)
    {
        var name = JsonRead.Text(operation, "op");
        if (!TryPointer(JsonRead.Text(operation, "path"), out var path))
        {
            reason = "path is not a JSON pointer (RFC 6901)";
            return false;
        }

        var value = JsonRead.At(operation, "value");
        switch (name)
        {
            case "add" or "replace" when operation is JsonObject members && members.ContainsKey("value"):
                return name == "add"
                    ? TryAdd(ref root, path, value?.DeepClone(), out reason)
                    : TryRemove(ref root, path, out _, out reason)
                        && TryAdd(ref root, path, value?.DeepClone(), out reason);
            case "remove":
                return TryRemove(ref root, path, out _, out reason);
            case "test":
                reason = TryFind(root, path, out var found) && JsonNode.DeepEquals(found, value)
                    ? ""
                    : "the test failed";
                return reason.Length == 0;
            case "move" or "copy":
                return TryMove(ref root, operation, name == "move", path, ref copied, out reason);
            default:
                reason = "op is add, remove, replace, move, copy or test, with its members";
                return false;
        }
    }

    private static bool TryMove(
        ref JsonNode? root, JsonNode? operation, bool move, string[] path, ref long copied, out string reason)
    {
        reason = "from names nothing";
        if (!TryPointer(JsonRead.Text(operation, "from"), out var from) || !TryFind(root, from, out var value))
        {
            return false;
        }

        if (move && path.Length > from.Length && path.AsSpan(0, from.Length).SequenceEqual(from))
        {
            reason = "a value cannot be moved into itself";
            return false;
        }

        copied += move ? 0 : JsonText.Write(value).Length;
        if (copied > Limits.BodyBytesMax)
        {
            reason = "the patch copies too much";
            return false;
        }

        var copy = value?.DeepClone();
        return (!move || TryRemove(ref root, from, out _, out reason)) && TryAdd(ref root, path, copy, out reason);
    }

    private static bool TryAdd(ref JsonNode? root, string[] path, JsonNode? value, out string reason)
    {
        reason = "";
        if (path.Length == 0)
        {
            root = value;
            return true;
        }

        if (TryFind(root, path[..^1], out var parent))
        {
            if (parent is JsonObject members)
            {
                members[path[^1]] = value;
                return true;
            }

            if (parent is JsonArray items && TryIndex(path[^1], items.Count + 1, out var index))
            {
                items.Insert(index, value);
                return true;
            }
        }

        reason = "path names no place in the document";
        return false;
    }

    private static bool TryRemove(ref JsonNode? root, string[] path, out JsonNode? removed, out string reason)
    {
        reason = "";
        removed = root;
        if (path.Length == 0)
        {
            root = null;
            return true;
        }

        if (TryFind(root, path[..^1], out var parent))
        {
            if (parent is JsonObject members && members.Remove(path[^1]))
            {
                return true;
            }

            if (parent is JsonArray items && path[^1] != "-" && TryIndex(path[^1], items.Count, out var index))
            {
                items.RemoveAt(index);
                return true;
            }
        }

        reason = "path names nothing in the document";
        return false;
    }

    private static bool TryFind(JsonNode? node, string[] path, out JsonNode? found)
    {
        found = node;
        foreach (var step in path)
        {
            switch (found)
            {
                case JsonObject members when members.TryGetPropertyValue(step, out var next):
                    found = next;
                    break;
                case JsonArray items when step != "-" && TryIndex(step, items.Count, out var index):
                    found = items[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryIndex(string step, int count, out int index)
    {
        if (step == "-")
        {
            index = count - 1;
            return true;
        }

        return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count
            && (step.Length == 1 || step[0] != '0');
    }

    private static bool HasWholeEscapes(string text)
    {
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryPointer(string? text, out string[] path)
    {
        path = [];
        if (text is null || (text.Length > 0 && text[0] != '/') || !HasWholeEscapes(text))
        {
            return false;
        }

        path = text.Length == 0
            ? []
            : [.. text[1..].Split('/').Select(step => step
                .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return true;
    }
}
