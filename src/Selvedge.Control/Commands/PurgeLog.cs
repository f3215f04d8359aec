using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Commands;

/// <summary>The ordered log of purges, in the store: a purge that was accepted survives every process.</summary>
public sealed class PurgeLog(IResourceStore store) : IDisposable
{
    private const string Resource = "purges.selvedge.dev";

    private readonly SemaphoreSlim _one = new(1);
    private ImmutableList<Purge> _recent = [];

    /// <summary>Of the newest purge; 0 where there never was one.</summary>
    public long Head { get; private set; }

    /// <summary>The newest purges, ascending; at most <see cref="BusLimits.PurgesKept"/>.</summary>
    public IReadOnlyList<Purge> Recent => _recent;

    /// <summary>Reads the log once, before the first <see cref="AppendAsync"/>.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var list = await store.ListAsync(Resource, null, cancellation);
        _recent = [.. list.Items
            .Select(item => CoreJson.Read<Purge>(item.Document.GetProperty("value")))
            .OrderBy(purge => purge.Sequence)];
        Head = _recent.IsEmpty ? 0 : _recent[^1].Sequence;
    }

    /// <summary>Gives a purge the next place in the order, durably.</summary>
    public async Task<Purge> AppendAsync(
        SiteId site, PurgeKind kind, string value, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var purge = new Purge(Head + 1, site, kind, value);
            var written = await store.PutAsync(Key(purge.Sequence), Document(purge), 0, cancellation);
            if (written.Outcome != WriteOutcome.Written)
            {
                throw new InvalidOperationException(
                    $"Purge {purge.Sequence} exists already: another control process writes to this store.");
            }

            Head = purge.Sequence;
            _recent = _recent.Add(purge);
            while (_recent.Count > BusLimits.PurgesKept)
            {
                await store.DeleteAsync(Key(_recent[0].Sequence), 0, cancellation);
                _recent = _recent.RemoveAt(0);
            }

            return purge;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static JsonElement Document(Purge purge) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = Key(purge.Sequence).Name },
        ["value"] = JsonTrees.ToTree(purge),
    }.ToElement();

    // Padded, so that names sort as numbers do.
    private static ResourceKey Key(long sequence) =>
        new(Resource, "", sequence.ToString("D19", CultureInfo.InvariantCulture));
}
