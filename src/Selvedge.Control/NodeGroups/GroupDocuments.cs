using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Api.Writing;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.NodeGroups;

/// <summary>What node groups read and write in the store. Everything may be done again: a process that was killed in
/// the middle is followed by one that does it once more.</summary>
internal sealed class GroupDocuments(DocumentStore documents, TimeProvider time, Func<string> newId, ILogger log)
{
    private const string SeedMember = "seed";

    /// <summary>Where a group is.</summary>
    public static ResourceKey KeyOf(string group) => new(ResourceNames.NodeGroups, "", group);

    /// <summary>Every group, as the store has it: plans by an older one would buy twice.</summary>
    public async Task<IReadOnlyList<GroupDraft>> ListAsync(CancellationToken cancellation)
    {
        var list = await documents.Store.ListAsync(ResourceNames.NodeGroups, null, cancellation);
        var drafts = new List<GroupDraft>();
        foreach (var item in list.Items)
        {
            if (CoreJson.TryRead<NodeGroup>(Utf8(item), out var group, out var reason))
            {
                drafts.Add(new GroupDraft(group));
            }
            else
            {
                Log.GroupUnreadable(log, item.Key.Name, reason);
            }
        }

        return drafts;
    }

    /// <summary>What a Deployment's last rollout left open.</summary>
    public Task<StoredResource?> DeploymentAsync(ObjectMeta deployment, CancellationToken cancellation) =>
        documents.Store.GetAsync(
            new ResourceKey(ResourceNames.Deployments, deployment.Namespace, deployment.Name), cancellation).AsTask();

    /// <summary>Writes a group's status; also keeps its document from vanishing before its nodes do.</summary>
    /// <returns>False where the document is not the one that was read any more.</returns>
    public async Task<bool> WriteAsync(GroupDraft draft, NodeGroupStatus status, CancellationToken cancellation)
    {
        var next = JsonTrees.ToTree(status);
        var isOurs = false;
        await documents.UpdateAsync(
            KeyOf(draft.Name),
            document =>
            {
                isOurs = JsonRead.Text(document, "metadata", "uid") == draft.Group.Metadata.Uid;
                if (!isOurs || (IsHeld(document) && JsonNode.DeepEquals(document["status"], next)))
                {
                    return false;
                }

                if (!IsHeld(document))
                {
                    var metadata = document["metadata"]!.AsObject();
                    metadata["finalizers"] ??= new JsonArray();
                    metadata["finalizers"]!.AsArray().Add((JsonNode)NodeGroup.Finalizer);
                }

                document["status"] = next?.DeepClone();
                return true;
            },
            cancellation);
        return isOurs;
    }

    /// <summary>Lets a deleted group go.</summary>
    public async Task ReleaseAsync(GroupDraft draft, CancellationToken cancellation)
    {
        var stored = await documents.UpdateAsync(
            KeyOf(draft.Name),
            document =>
            {
                var held = document["metadata"]?["finalizers"] as JsonArray ?? [];
                var others = held.Where(entry => (string?)entry != NodeGroup.Finalizer).ToList();
                document["metadata"]!["finalizers"] =
                    new JsonArray([.. others.Select(entry => entry?.DeepClone())]);
                return others.Count < held.Count;
            },
            cancellation);
        if (stored is not null && !JsonRead.Items(
            JsonObject.Create(stored.Document), "metadata", "finalizers").Any())
        {
            await documents.Store.DeleteAsync(stored.Key, stored.Revision, cancellation);
        }
    }

    /// <summary>Who a node is on the bus: made before the node is asked for, and the same for as long as it is there.
    /// Its seed is sealed in the store, as every Secret is.</summary>
    public async Task<BusIdentity> IdentityAsync(GroupDraft draft, string node, CancellationToken cancellation)
    {
        if (await FindIdentityAsync(node, cancellation) is { } known)
        {
            return known;
        }

        var identity = BusIdentity.Create();
        var metadata = Metadata(SecretKey(node), draft);
        await documents.Store.PutAsync(
            SecretKey(node),
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = metadata,
                ["type"] = "Opaque",
                ["data"] = new JsonObject
                {
                    [SeedMember] = Convert.ToBase64String(Encoding.ASCII.GetBytes(identity.Seed)),
                },
            }.ToElement(),
            0,
            cancellation);
        return await FindIdentityAsync(node, cancellation)
            ?? throw new InvalidOperationException($"The Secret of {node} holds no seed: delete it.");
    }

    /// <summary>Makes the Node document: from then on the bus lets the node in.</summary>
    public async Task JoinAsync(
        GroupDraft draft, string node, IEnumerable<string> addresses, CancellationToken cancellation)
    {
        var key = new ResourceKey(ResourceNames.Nodes, "", node);
        var spec = draft.Group.Spec;
        var metadata = Metadata(key, draft);
        metadata["labels"] = new JsonObject { [NodeGroup.Label] = draft.Name };
        var identity = await IdentityAsync(draft, node, cancellation);
        await documents.Store.PutAsync(
            key,
            new JsonObject
            {
                ["apiVersion"] = $"{ResourceNames.Group}/v1",
                ["kind"] = "Node",
                ["metadata"] = metadata,
                ["spec"] = new JsonObject
                {
                    ["location"] = spec.Location,
                    ["addresses"] = new JsonArray([.. addresses.Select(address => JsonValue.Create(address))]),
                    ["httpPort"] = spec.Node.HttpPort,
                    ["httpsPort"] = spec.Node.HttpsPort,
                    ["publicKey"] = identity.PublicKey,
                },
            }.ToElement(),
            0,
            cancellation);
    }

    /// <summary>Drains a node, or takes it into service again.</summary>
    public async Task DrainAsync(string node, bool drained, CancellationToken cancellation) =>
        await documents.UpdateAsync(
            new ResourceKey(ResourceNames.Nodes, "", node),
            document =>
            {
                if (JsonRead.IsTrue(document, "spec", "drained") == drained)
                {
                    return false;
                }

                document["spec"]!["drained"] = drained;
                document["metadata"]!["generation"] =
                    (JsonRead.Whole(document, "metadata", "generation") ?? 0) + 1;
                return true;
            },
            cancellation);

    /// <summary>Removes what a node leaves behind: it is never let in again.</summary>
    public async Task RemoveAsync(string node, CancellationToken cancellation)
    {
        await documents.Store.DeleteAsync(new ResourceKey(ResourceNames.Nodes, "", node), 0, cancellation);
        await documents.Store.DeleteAsync(SecretKey(node), 0, cancellation);
    }

    private async Task<BusIdentity?> FindIdentityAsync(string node, CancellationToken cancellation)
    {
        var secret = await documents.GetAsync<Secret>(SecretKey(node), cancellation);
        return secret is not null && secret.Data.TryGetValue(SeedMember, out var seed)
            ? BusIdentity.FromSeed(Encoding.ASCII.GetString(Convert.FromBase64String(seed)))
            : null;
    }

    private JsonObject Metadata(ResourceKey key, GroupDraft draft)
    {
        var metadata = new JsonObject
        {
            ["name"] = key.Name,
            ["uid"] = newId(),
            ["generation"] = 1,
            ["creationTimestamp"] = DocumentChange.Moment(time.GetUtcNow()),
            ["ownerReferences"] = OwnerReferences.To(
                $"{ResourceNames.Group}/v1", "NodeGroup", draft.Name, draft.Group.Metadata.Uid),
        };
        if (key.Namespace.Length > 0)
        {
            metadata["namespace"] = key.Namespace;
        }

        return metadata;
    }

    private static ResourceKey SecretKey(string node) =>
        new(ResourceNames.Secrets, NetworkDocuments.SystemNamespace, $"node-{node}");

    private static bool IsHeld(JsonObject document) => JsonRead.Texts(document, "metadata", "finalizers")
        .Any(entry => entry.Text == NodeGroup.Finalizer);

    private static byte[] Utf8(StoredResource item) => Encoding.UTF8.GetBytes(item.Document.GetRawText());
}
