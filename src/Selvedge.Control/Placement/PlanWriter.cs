using System.Text.Json.Nodes;
using Selvedge.Control.Api.Writing;
using Selvedge.Control.Documents;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>Writes plans as documents.</summary>
internal sealed class PlanWriter(DocumentStore documents, TimeProvider time, Func<string> newId)
{
    /// <summary>The store's revision after the last write; 0 before the first.</summary>
    public long Written { get; private set; }

    /// <summary>Where a namespace's plan is.</summary>
    public static ResourceKey KeyOf(string space) =>
        new(ResourceNames.PlacementPlans, space, LocationOptimizer.Name);

    /// <summary>Stores a plan.</summary>
    public async Task WriteAsync(
        ConfigMap map, StoredPlanSpec spec, StoredPlanStatus status, CancellationToken cancellation)
    {
        var key = KeyOf(map.Metadata.Namespace);
        var stored = await documents.UpdateAsync(key, document => Change(document, spec, status), cancellation);
        if (stored is null)
        {
            var document = New(map);
            Change(document, spec, status);
            stored = (await documents.Store.PutAsync(key, document.ToElement(), 0, cancellation)).Resource;
        }

        Written = Math.Max(Written, stored?.Revision ?? 0);
    }

    /// <summary>Removes a plan: what followed it is placed everywhere again.</summary>
    public async Task RemoveAsync(string space, CancellationToken cancellation)
    {
        if (await documents.Store.GetAsync(KeyOf(space), cancellation) is { } stored)
        {
            await documents.Store.DeleteAsync(stored.Key, stored.Revision, cancellation);
            Written = Math.Max(Written, stored.Revision + 1);
        }
    }

    private static bool Change(JsonObject document, StoredPlanSpec spec, StoredPlanStatus status)
    {
        var (nextSpec, nextStatus) = (JsonTrees.ToTree(spec), JsonTrees.ToTree(status));
        var sameSpec = JsonNode.DeepEquals(document["spec"], nextSpec);
        if (sameSpec && JsonNode.DeepEquals(document["status"], nextStatus))
        {
            return false;
        }

        if (!sameSpec)
        {
            var metadata = document["metadata"]!.AsObject();
            metadata["generation"] = ((long?)metadata["generation"] ?? 0) + 1;
        }

        document["spec"] = nextSpec;
        document["status"] = nextStatus;
        return true;
    }

    private JsonObject New(ConfigMap map) => new()
    {
        ["apiVersion"] = $"{ResourceNames.Group}/v1",
        ["kind"] = "PlacementPlan",
        ["metadata"] = new JsonObject
        {
            ["name"] = LocationOptimizer.Name,
            ["namespace"] = map.Metadata.Namespace,
            ["uid"] = newId(),
            ["creationTimestamp"] = DocumentChange.Moment(time.GetUtcNow()),
            ["ownerReferences"] = OwnerReferences.To(
                "v1", "ConfigMap", LocationOptimizer.Name, map.Metadata.Uid),
        },
    };
}
