using System.Text.Json.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Kubernetes' <c>metadata.ownerReferences</c>.</summary>
internal static class OwnerReference
{
    /// <summary>One owner of our own group.</summary>
    public static JsonArray To(string kind, ObjectMeta owner) =>
    [
        new JsonObject
        {
            ["apiVersion"] = $"{ResourceNames.Group}/v1",
            ["kind"] = kind,
            ["name"] = owner.Name,
            ["uid"] = owner.Uid,
            ["controller"] = true,
            ["blockOwnerDeletion"] = false,
        },
    ];
}
