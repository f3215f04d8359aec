using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Mitigations;

/// <summary>Deletes Mitigations some time after they ended: until then people see what was done.</summary>
public sealed class MitigationSweep(
    DocumentCache documents, IResourceStore store, TimeProvider time, ILogger<MitigationSweep> log)
{
    /// <summary>A day and a night shift later nobody asks any more.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Sweeps until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.SweepFailed(log, error);
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }

    /// <summary>Sweeps once.</summary>
    /// <returns>How many are gone.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var over = documents.Current.Mitigations.Values
            .Where(mitigation => mitigation.ExpiresAt + Kept <= now).ToList();
        foreach (var mitigation in over)
        {
            var key = new ResourceKey(ResourceNames.Mitigations, "", mitigation.Metadata.Name);
            if (await store.GetAsync(key, cancellation) is { } stored
                && CoreJson.Read<Mitigation>(stored.Document).ExpiresAt + Kept <= now)
            {
                await store.DeleteAsync(key, stored.Revision, cancellation);
                Log.Swept(log, mitigation.Metadata.Name, mitigation.ExpiresAt);
            }
        }

        return over.Count;
    }
}
