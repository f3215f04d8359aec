using System.Text.Json.Nodes;

namespace Selvedge.Control.Api.Answers;

/// <summary>Adds to arrays by the overload that needs no reflection.</summary>
internal static class JsonArrays
{
    /// <summary>Adds one value at the end.</summary>
    public static void Put(this JsonArray array, JsonNode? value) => array.Add(value);
}
