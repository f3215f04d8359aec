using System.Text.Json;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Tests.Store;

/// <summary>Small documents for tests of the store.</summary>
internal static class Documents
{
    public static ResourceKey Site(string name, string space = "default") => new(ResourceNames.Sites, space, name);

    public static JsonElement Of(string value) => JsonSerializer.SerializeToElement(
        new Dictionary<string, object> { ["metadata"] = new { name = "x" }, ["spec"] = new { value } });

    public static string? Value(JsonElement document) =>
        document.GetProperty("spec").GetProperty("value").GetString();

    public static string? Version(JsonElement document) =>
        document.GetProperty("metadata").GetProperty("resourceVersion").GetString();
}
