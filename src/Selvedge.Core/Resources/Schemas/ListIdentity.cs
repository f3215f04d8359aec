using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What tells an entry of a list from the others.</summary>
public static class ListIdentity
{
    /// <summary>The identity of an entry as canonical JSON text: the value itself in a set, an object of the key
    /// members in a map.</summary>
    /// <returns>Null for atomic lists and for entries that have no identity.</returns>
    public static string? Of(Schema list, JsonNode? item)
    {
        switch (list.ListKind)
        {
            case ListKind.Set when item is JsonValue value:
                return value.ToJsonString();
            case ListKind.Map when item is JsonObject members:
                var keys = new JsonObject();
                foreach (var key in list.Keys)
                {
                    var value = members.TryGetPropertyValue(key, out var found) ? found : null;
                    if (value is not JsonValue)
                    {
                        return null;
                    }

                    keys[key] = value.DeepClone();
                }

                return keys.ToJsonString();
            default:
                return null;
        }
    }
}
