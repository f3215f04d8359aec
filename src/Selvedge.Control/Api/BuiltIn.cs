using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Writing;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>The documents that every network has.</summary>
internal static class BuiltIn
{
    /// <summary>The namespaces that are never deleted.</summary>
    public static ImmutableArray<string> Namespaces { get; } = ["default", "selvedge-system"];

    /// <summary>Creates what is missing.</summary>
    public static async Task EnsureAsync(
        IResourceStore store, TimeProvider time, Func<string> newId, CancellationToken cancellation)
    {
        foreach (var name in Namespaces)
        {
            var key = new ResourceKey(ResourceNames.Namespaces, "", name);
            if (await store.GetAsync(key, cancellation) is null)
            {
                var document = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Namespace",
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = name,
                        ["uid"] = newId(),
                        ["creationTimestamp"] = DocumentChange.Moment(time.GetUtcNow()),
                        ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name },
                    },
                    ["status"] = new JsonObject { ["phase"] = "Active" },
                };

                // A conflict says that another control process was faster.
                await store.PutAsync(key, JsonText.Element(document), 0, cancellation);
            }
        }
    }
}
