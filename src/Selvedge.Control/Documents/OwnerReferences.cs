using System.Text.Json.Nodes;

namespace Selvedge.Control.Documents;

/// <summary>Kubernetes' <c>metadata.ownerReferences</c>.</summary>
internal static class OwnerReferences
{
    /// <summary>One owner that manages the document.</summary>
    public static JsonArray To(string apiVersion, string kind, string name, string uid) =>
    [
        new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["name"] = name,
            ["uid"] = uid,
            ["controller"] = true,
            ["blockOwnerDeletion"] = false,
        },
    ];
}
