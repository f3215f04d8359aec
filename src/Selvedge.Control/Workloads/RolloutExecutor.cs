using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Workloads;

/// <summary>Does what rollouts plan, one step after another; a step that was overtaken is left to the next
/// plan.</summary>
internal sealed class RolloutExecutor(
    DocumentStore documents, EventRecorder events, TimeProvider time, Func<string> newId)
{
    // As Kubernetes': five characters that spell no word.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;

    /// <summary>The store's revision after the last write, also where a later step failed; 0 without one.</summary>
    public long Written { get; private set; }

    /// <summary>Does the steps.</summary>
    /// <param name="deployment">Whose.</param>
    /// <param name="sizing">Who says what new pods request; null: their template alone.</param>
    /// <param name="steps">What is to be done.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public async Task DoAsync(
        Deployment deployment, VerticalPodAutoscaler? sizing, IEnumerable<RolloutStep> steps,
        CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            Written = Math.Max(Written, step switch
            {
                CreateSet create => await CreateAsync(deployment, create, cancellation),
                RenumberSet renumber => await RenumberAsync(deployment, renumber, cancellation),
                CreatePod create => await CreateAsync(deployment, sizing, create, cancellation),
                DeletePod delete => await DeleteAsync(deployment, delete, cancellation),
                DeleteSet delete => await RemoveAsync(
                    Key(ResourceNames.ReplicaSets, deployment, delete.Set), "", cancellation),
                _ => throw new InvalidOperationException($"{step.GetType().Name} is no known step."),
            });
        }
    }

    /// <summary>Removes a document, if it is the one that is meant.</summary>
    /// <returns>The revision that was removed; 0 where there was none.</returns>
    public async Task<long> RemoveAsync(ResourceKey key, string uid, CancellationToken cancellation)
    {
        var stored = await documents.Store.GetAsync(key, cancellation);
        if (stored is null || (uid.Length > 0 && Uid(stored) != uid))
        {
            return 0;
        }

        await documents.Store.DeleteAsync(key, stored.Revision, cancellation);
        return stored.Revision;
    }

    private async Task<long> CreateAsync(Deployment deployment, CreateSet step, CancellationToken cancellation)
    {
        if (await OwnerAsync(ResourceNames.Deployments, deployment, deployment.Metadata.Name, cancellation)
            is not { } owner || (string?)owner["metadata"]!["uid"] != deployment.Metadata.Uid
            || TemplateHash.Of(CoreJson.Read<Deployment>(owner.ToElement()).Spec.Template) != step.Hash)
        {
            return 0;
        }

        var document = WorkloadDocuments.ReplicaSet(owner, step.Hash, step.Revision, newId(), time.GetUtcNow());
        return await PutAsync(ResourceNames.ReplicaSets, document, cancellation);
    }

    private async Task<long> RenumberAsync(Deployment deployment, RenumberSet step, CancellationToken cancellation)
    {
        var stored = await documents.UpdateAsync(
            Key(ResourceNames.ReplicaSets, deployment, step.Set),
            document =>
            {
                document["metadata"]!["annotations"]![WorkloadLabels.Revision] =
                    WorkloadDocuments.Number(step.Revision);
                return true;
            },
            cancellation);
        return stored?.Revision ?? 0;
    }

    private async Task<long> CreateAsync(
        Deployment deployment, VerticalPodAutoscaler? sizing, CreatePod step, CancellationToken cancellation)
    {
        if (await OwnerAsync(ResourceNames.ReplicaSets, deployment, step.Set, cancellation) is not { } set)
        {
            return 0;
        }

        var document = WorkloadDocuments.Pod(set, step.Location, step.Node, Suffix(), newId(), time.GetUtcNow());
        PodSizing.Apply(document, sizing);
        var revision = await PutAsync(ResourceNames.Pods, document, cancellation);
        events.Normal(
            Key(ResourceNames.Deployments, deployment, deployment.Metadata.Name), "Deployment", "SuccessfulCreate",
            $"Created {(string?)document["metadata"]!["name"]} on {step.Node}: {step.Reason}");
        return revision;
    }

    private async Task<long> DeleteAsync(Deployment deployment, DeletePod step, CancellationToken cancellation)
    {
        var revision = await RemoveAsync(Key(ResourceNames.Pods, deployment, step.Pod), step.Uid, cancellation);
        if (revision > 0)
        {
            events.Normal(
                Key(ResourceNames.Deployments, deployment, deployment.Metadata.Name), "Deployment",
                "SuccessfulDelete", $"Ended {step.Pod}: {step.Reason}");
        }

        return revision;
    }

    private async Task<JsonObject?> OwnerAsync(
        string resource, Deployment deployment, string name, CancellationToken cancellation)
    {
        var stored = await documents.Store.GetAsync(Key(resource, deployment, name), cancellation);
        return stored is null ? null : JsonObject.Create(stored.Document);
    }

    private async Task<long> PutAsync(string resource, JsonObject document, CancellationToken cancellation)
    {
        var key = new ResourceKey(
            resource, (string)document["metadata"]!["namespace"]!, (string)document["metadata"]!["name"]!);
        var result = await documents.Store.PutAsync(key, document.ToElement(), 0, cancellation);
        return result.Resource?.Revision ?? 0;
    }

    private string Suffix()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(newId()));
        return string.Concat(hash.Take(SuffixLength).Select(octet => Letters[octet % Letters.Length]));
    }

    private static string Uid(StoredResource stored) =>
        stored.Document.GetProperty("metadata").GetProperty("uid").GetString() ?? "";

    private static ResourceKey Key(string resource, Deployment deployment, string name) =>
        new(resource, deployment.Metadata.Namespace, name);
}
