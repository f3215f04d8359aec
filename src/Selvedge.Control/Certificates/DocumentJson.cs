using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Documents that the control plane itself writes.</summary>
internal static class DocumentJson
{
    /// <summary>A new document with the metadata that the API would have given it.</summary>
    public static JsonObject New(
        string apiVersion, string kind, ResourceKey key, TimeProvider time, Func<string> newId) => new()
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["namespace"] = key.Namespace,
                ["uid"] = newId(),
                ["generation"] = 1,
                ["creationTimestamp"] =
                    time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            },
        };

    /// <summary>The form that the store takes.</summary>
    public static JsonElement ToElement(JsonObject document) =>
        JsonSerializer.SerializeToElement(document, NodeJson.Default.JsonObject);
}
