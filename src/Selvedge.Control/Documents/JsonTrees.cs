using System.Text.Json;
using System.Text.Json.Nodes;

namespace Selvedge.Control.Documents;

/// <summary>Between trees, which are edited, and elements, which are stored.</summary>
internal static class JsonTrees
{
    /// <summary>The tree as an element of its own.</summary>
    public static JsonElement ToElement(this JsonObject tree) =>
        JsonSerializer.SerializeToElement(tree, NodeJson.Default.JsonObject);

    /// <summary>The tree as text.</summary>
    public static byte[] ToUtf8(JsonObject tree) =>
        JsonSerializer.SerializeToUtf8Bytes(tree, NodeJson.Default.JsonObject);

    /// <summary>A value of ours as a tree.</summary>
    public static JsonNode? ToTree<T>(T value) => JsonNode.Parse(Core.Resources.CoreJson.Write(value));
}
