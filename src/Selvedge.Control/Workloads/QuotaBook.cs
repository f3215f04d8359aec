using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads.Rollouts;

namespace Selvedge.Control.Workloads;

/// <summary>The quotas of all namespaces in one round of planning.</summary>
/// <param name="documents">What is there.</param>
internal sealed class QuotaBook(NetworkDocuments documents)
{
    private readonly Dictionary<string, QuotaRoom> _rooms = documents.Quotas.Values
        .GroupBy(quota => quota.Metadata.Namespace, StringComparer.Ordinal)
        .ToDictionary(
            quotas => quotas.Key,
            quotas => new QuotaRoom(
                quotas, documents.Pods.Values.Where(pod => pod.Metadata.Namespace == quotas.Key)),
            StringComparer.Ordinal);

    /// <summary>What a namespace has left; null: it has no quota.</summary>
    public QuotaRoom? Of(string space) => _rooms.GetValueOrDefault(space);

    /// <summary>Writes into each quota what is taken.</summary>
    public async Task RecordAsync(DocumentStore store, CancellationToken cancellation)
    {
        foreach (var quota in documents.Quotas.Values)
        {
            var status = _rooms[quota.Metadata.Namespace].Status(quota);
            if (!status.Used.SequenceEqual(quota.Status.Used) || !status.Hard.SequenceEqual(quota.Status.Hard))
            {
                await store.UpdateStatusAsync(
                    new ResourceKey(ResourceNames.ResourceQuotas, quota.Metadata.Namespace, quota.Metadata.Name),
                    status, cancellation);
            }
        }
    }
}
