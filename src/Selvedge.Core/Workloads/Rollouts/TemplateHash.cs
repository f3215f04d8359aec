using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>A short name for the content of a pod template: ten characters that spell no word, as
/// Kubernetes'.</summary>
/// <remarks>Empty members do not count, so that a member that a later version adds changes no hash, and starts no
/// rollout.</remarks>
public static class TemplateHash
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int Length = 10;

    /// <summary>The same template gives the same hash, on every machine. Of the metadata only labels and annotations
    /// count.</summary>
    public static string Of(PodTemplate template)
    {
        var content = new JsonObject
        {
            ["labels"] = Sorted(template.Metadata.Labels),
            ["annotations"] = Sorted(template.Metadata.Annotations),
            ["spec"] = Pruned(JsonNode.Parse(CoreJson.Write(template.Spec))),
        };
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString()));
        return string.Concat(hash.Take(Length).Select(octet => Letters[octet % Letters.Length]));
    }

    // Immutable dictionaries have no order of their own.
    private static JsonObject Sorted(IEnumerable<KeyValuePair<string, string>> pairs) => new(
        pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonNode? Pruned(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var kept = members.Select(member => KeyValuePair.Create(member.Key, Pruned(member.Value)))
                    .Where(member => member.Value is not null).ToList();
                return kept.Count == 0 ? null : new JsonObject(kept);
            case JsonArray { Count: 0 }:
                return null;
            case JsonArray items:
                return new JsonArray([.. items.Select(Pruned)]);
            default:
                return node?.ToJsonString() is null or "\"\"" or "false" or "0" ? null : node.DeepClone();
        }
    }
}
