using NATS.Client.JetStream.Models;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Fabric.Bus;

public sealed partial class ControlBus
{
    // What the bucket holds, by location: key to hash. Read from the bucket once for each connection.
    private readonly Dictionary<string, Shelf> _shelves = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _snapshots = new(1);

    /// <summary>Makes the bucket hold exactly this snapshot: puts the sections that differ, then the manifest, then
    /// removes what the manifest no longer names, so that no secret lingers. Idempotent.</summary>
    /// <param name="manifest">Its lineage is set here.</param>
    /// <param name="sections">By key: CoreJson of the section's record, for every section of the manifest.</param>
    /// <param name="cancellation">Ends the wait; a part may have been put.</param>
    public async ValueTask<BusResult> PublishSnapshotAsync(
        Manifest manifest, IReadOnlyDictionary<string, byte[]> sections, CancellationToken cancellation)
    {
        if (Complaint(manifest, sections) is { } complaint)
        {
            return BusResult.Failure(complaint);
        }

        await _snapshots.WaitAsync(cancellation);
        try
        {
            var shelf = await ShelfAsync(manifest.Location, cancellation);
            return shelf is null
                ? BusResult.Failure("What the bucket holds cannot be read.")
                : await FillAsync(shelf, manifest with { Lineage = _lineage }, sections, cancellation);
        }
        finally
        {
            _snapshots.Release();
        }
    }

    /// <summary>Removes all that the bucket holds of a location that is no more.</summary>
    public async ValueTask<BusResult> RemoveSnapshotAsync(string location, CancellationToken cancellation)
    {
        if (!BusSubjects.IsName(location))
        {
            return BusResult.Failure($"'{location}' is not a name of a location.");
        }

        await _snapshots.WaitAsync(cancellation);
        try
        {
            _shelves.Remove(location);
            return await RemoveAsync(BusSubjects.Section(location, ">"), cancellation);
        }
        finally
        {
            _snapshots.Release();
        }
    }

    private static string? Complaint(Manifest manifest, IReadOnlyDictionary<string, byte[]> sections)
    {
        if (!BusSubjects.IsName(manifest.Location))
        {
            return $"'{manifest.Location}' is not a name of a location.";
        }

        foreach (var entry in manifest.Sections)
        {
            if (!SectionEntry.IsKey(entry.Key) || entry.Key == BusSubjects.ManifestKey)
            {
                return $"'{entry.Key}' is not a key.";
            }

            if (!sections.TryGetValue(entry.Key, out var bytes) || SectionEntry.HashOf(bytes) != entry.Hash)
            {
                return $"Section {entry.Key} is missing or does not have the hash that the manifest names.";
            }
        }

        return null;
    }

    private async ValueTask<BusResult> FillAsync(
        Shelf shelf, Manifest manifest, IReadOnlyDictionary<string, byte[]> sections, CancellationToken cancellation)
    {
        var changed = manifest.Sections.Where(entry => shelf.Hashes.GetValueOrDefault(entry.Key) != entry.Hash);
        var put = await EachAsync(
            changed, entry => PutAsync(shelf, entry.Key, sections[entry.Key], entry.Hash, cancellation), cancellation);
        if (!put.Done)
        {
            return put;
        }

        var bytes = CoreJson.Write(manifest);
        var hash = SectionEntry.HashOf(bytes);
        if (shelf.Hashes.GetValueOrDefault(BusSubjects.ManifestKey) != hash)
        {
            put = await PutAsync(shelf, BusSubjects.ManifestKey, bytes, hash, cancellation);
            if (!put.Done)
            {
                return put;
            }
        }

        var named = manifest.Sections.Select(entry => entry.Key).Append(BusSubjects.ManifestKey);
        var gone = shelf.Hashes.Keys.Except(named, StringComparer.Ordinal).ToList();
        return await EachAsync(gone, key => DropAsync(shelf, key, cancellation), cancellation);
    }

    private async ValueTask<BusResult> PutAsync(
        Shelf shelf, string key, byte[] bytes, string hash, CancellationToken cancellation)
    {
        // Until the put is known to be done, the bucket may hold either.
        shelf.Set(key, "");
        var put = await PutAsync(
            BusSubjects.Snapshots, BusSubjects.Section(shelf.Location, key), bytes, cancellation);
        if (put.Done)
        {
            shelf.Set(key, hash);
        }

        return put;
    }

    private async ValueTask<BusResult> DropAsync(Shelf shelf, string key, CancellationToken cancellation)
    {
        var removed = await RemoveAsync(BusSubjects.Section(shelf.Location, key), cancellation);
        if (removed.Done)
        {
            shelf.Set(key, null);
        }

        return removed;
    }

    private ValueTask<BusResult> RemoveAsync(string key, CancellationToken cancellation) => _connection.TryAsync(
        "Removing a key",
        async limit => await _stream.PurgeStreamAsync(
            BusSubjects.Stream(BusSubjects.Snapshots),
            new StreamPurgeRequest { Filter = BusSubjects.Key(BusSubjects.Snapshots, key) },
            limit),
        cancellation);

    private async ValueTask<Shelf?> ShelfAsync(string location, CancellationToken cancellation)
    {
        var generation = _connection.Generation;
        if (_shelves.TryGetValue(location, out var known) && known.Generation == generation)
        {
            return known;
        }

        var prefix = BusSubjects.Key(BusSubjects.Snapshots, BusSubjects.Section(location, ""));
        List<string> keys = [];
        var listed = await _connection.TryAsync(
            "Listing keys",
            async limit =>
            {
                var stream = await _stream.GetStreamAsync(
                    BusSubjects.Stream(BusSubjects.Snapshots),
                    new StreamInfoRequest { SubjectsFilter = prefix + ">" },
                    limit);
                keys = [.. stream.Info.State.Subjects?.Keys.Select(subject => subject[prefix.Length..]) ?? []];
            },
            cancellation);
        var shelf = new Shelf(location, generation);
        var read = listed.Done
            ? await EachAsync(keys, key => ReadAsync(shelf, key, cancellation), cancellation)
            : listed;
        if (!read.Done)
        {
            return null;
        }

        _shelves[location] = shelf;
        return shelf;
    }

    private async ValueTask<BusResult> ReadAsync(Shelf shelf, string key, CancellationToken cancellation)
    {
        var read = await _connection.ReadAsync(
            BusSubjects.Snapshots, BusSubjects.Section(shelf.Location, key), cancellation);
        if (read.Outcome == BusReadOutcome.Failed)
        {
            return BusResult.Failure($"{key} cannot be read.");
        }

        shelf.Set(key, read.Outcome == BusReadOutcome.Found ? SectionEntry.HashOf(read.Bytes.Span) : null);
        return BusResult.Success;
    }

    private static async ValueTask<BusResult> EachAsync<T>(
        IEnumerable<T> items, Func<T, ValueTask<BusResult>> run, CancellationToken cancellation)
    {
        var failure = "";
        await Parallel.ForEachAsync(
            items.ToList(),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = BusLimits.OperationsInFlight,
                CancellationToken = cancellation,
            },
            async (item, _) =>
            {
                if (failure.Length == 0 && await run(item) is { Done: false } result)
                {
                    failure = result.Reason;
                }
            });
        return failure.Length == 0 ? BusResult.Success : BusResult.Failure(failure);
    }

    // Keys are set from several tasks at once.
    private sealed class Shelf(string location, long generation)
    {
        public string Location { get; } = location;

        public long Generation { get; } = generation;

        public Dictionary<string, string> Hashes { get; } = new(StringComparer.Ordinal);

        public void Set(string key, string? hash)
        {
            lock (Hashes)
            {
                if (hash is null)
                {
                    Hashes.Remove(key);
                }
                else
                {
                    Hashes[key] = hash;
                }
            }
        }
    }
}
