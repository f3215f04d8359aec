using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Verdicts;

/// <summary>The bounded record of what was decided: each verdict table and each state of steering, with the moment from
/// which it was in force, in the store. <c>selvedge why --at</c> replays from it.</summary>
/// <remarks>Behind the verdict loop and never in its way: whoever notes does not wait. One writer; any number of
/// readers.</remarks>
public sealed class DecisionRecord(IResourceStore store, TimeProvider time, ILogger<DecisionRecord> log)
{
    /// <summary>What is older is removed: an incident is looked into on the same day, and events and logs reach
    /// further.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>So many tables, and so many states of steering, at most: a network where everything flaps for a day
    /// must not fill the disk.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>The same in bytes of documents, for each of both.</summary>
    public const long BytesMax = 64L << 20;

    private const string Tables = "verdictrecord.selvedge.dev";
    private const string Steerings = "steeringrecord.selvedge.dev";

    /// <summary>Noted but not yet written; the oldest are lost beyond this, and the log says so.</summary>
    private const int BacklogMax = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<(string Resource, DateTimeOffset Since, JsonNode Value)> _noted =
        Channel.CreateBounded<(string, DateTimeOffset, JsonNode)>(
            new BoundedChannelOptions(BacklogMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            lost => Log.RecordLost(log, lost.Item1));

    private ImmutableList<Entry> _tables = [];
    private ImmutableList<Entry> _steerings = [];

    /// <summary>Since when everything is known; null while nothing is.</summary>
    public DateTimeOffset? Begins =>
        _tables is [var table, ..] && _steerings is [var steering, ..]
            ? (table.Since > steering.Since ? table.Since : steering.Since)
            : null;

    /// <summary>Reads what earlier processes have recorded; before anything is noted.</summary>
    /// <param name="inForce">The table in force; noted where it is not recorded yet.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task LoadAsync(VerdictTable inForce, CancellationToken cancellation)
    {
        _tables = await EntriesAsync(Tables, cancellation);
        _steerings = await EntriesAsync(Steerings, cancellation);
        if (inForce.Epoch > 0 && (_tables.IsEmpty || _tables[^1].Since < inForce.ComputedAt))
        {
            Note(inForce);
        }
    }

    /// <summary>Notes a table that is in force now.</summary>
    public void Note(VerdictTable table) => Note(Tables, table.ComputedAt, table);

    /// <summary>Notes a state of steering that is in force now.</summary>
    public void Note(SteeringState steering) => Note(Steerings, steering.Since, steering);

    /// <summary>Writes what is noted, and removes what is too old, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var (resource, since, value) in _noted.Reader.ReadAllAsync(cancellation))
        {
            while (!await TryWriteAsync(resource, since, value, cancellation))
            {
                await Task.Delay(RetryDelay, time, cancellation);
            }
        }
    }

    /// <summary>What was in force at a moment; null where the record does not reach back so far.</summary>
    public async Task<RecordedMoment?> AtAsync(DateTimeOffset moment, CancellationToken cancellation)
    {
        var (tables, steerings) = (_tables, _steerings);
        var table = tables.FindLastIndex(entry => entry.Since <= moment);
        var steering = steerings.FindLastIndex(entry => entry.Since <= moment);
        if (table < 0 || steering < 0
            || await ReadAsync<VerdictTable>(tables[table], cancellation) is not { } verdicts
            || await ReadAsync<SteeringState>(steerings[steering], cancellation) is not { } state)
        {
            return null;
        }

        DateTimeOffset? until = table + 1 < tables.Count ? tables[table + 1].Since : null;
        return new RecordedMoment(verdicts, until, state, EarlierAsync(tables.GetRange(0, table), cancellation));
    }

    private async IAsyncEnumerable<VerdictTable> EarlierAsync(
        ImmutableList<Entry> older, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = older.Count - 1; i >= 0; i--)
        {
            if (await ReadAsync<VerdictTable>(older[i], cancellation) is { } table)
            {
                yield return table;
            }
        }
    }

    private void Note<T>(string resource, DateTimeOffset since, T value) =>
        _noted.Writer.TryWrite((resource, since, JsonTrees.ToTree(value)!));

    private async Task<bool> TryWriteAsync(
        string resource, DateTimeOffset since, JsonNode value, CancellationToken cancellation)
    {
        try
        {
            // The moment is the name, so that names sort as moments do; two of one moment are one.
            var key = new ResourceKey(resource, "", since.UtcTicks.ToString("D19", CultureInfo.InvariantCulture));
            var document = Document(key, value);
            var bytes = document.GetRawText().Length;
            if (bytes > StoreLimits.DocumentBytesMax)
            {
                // A hole that is known is better than an older entry that seems to have been in force.
                Log.RecordTooLarge(log, resource, bytes);
                document = Document(key, null);
                bytes = document.GetRawText().Length;
            }

            var present = await store.GetAsync(key, cancellation);
            await store.PutAsync(key, document, present?.Revision ?? 0, cancellation);
            var others = (resource == Tables ? _tables : _steerings).RemoveAll(entry => entry.Key == key);
            var place = others.FindLastIndex(entry => entry.Since < since) + 1;
            var kept = await PruneAsync(others.Insert(place, new Entry(key, since, bytes)), cancellation);
            if (resource == Tables)
            {
                _tables = kept;
            }
            else
            {
                _steerings = kept;
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.RecordWaits(log, error, resource);
            return false;
        }
    }

    private static JsonElement Document(ResourceKey key, JsonNode? value) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = key.Name },
        ["value"] = value?.DeepClone(),
    }.ToElement();

    // The last one from before the time that is kept stays: it was in force when that time begins.
    private async Task<ImmutableList<Entry>> PruneAsync(ImmutableList<Entry> kept, CancellationToken cancellation)
    {
        var horizon = time.GetUtcNow() - KeptFor;
        var bytes = kept.Sum(entry => (long)entry.Bytes);
        while (kept.Count > 1 && (kept.Count > EntriesMax || bytes > BytesMax || kept[1].Since <= horizon))
        {
            bytes -= kept[0].Bytes;
            await store.DeleteAsync(kept[0].Key, 0, cancellation);
            kept = kept.RemoveAt(0);
        }

        return kept;
    }

    private async Task<ImmutableList<Entry>> EntriesAsync(string resource, CancellationToken cancellation)
    {
        var list = await store.ListAsync(resource, null, cancellation);
        return
        [
            .. list.Items.Select(item => new Entry(
                item.Key,
                new DateTimeOffset(long.Parse(item.Key.Name, CultureInfo.InvariantCulture), TimeSpan.Zero),
                item.Document.GetRawText().Length)),
        ];
    }

    private async Task<T?> ReadAsync<T>(Entry entry, CancellationToken cancellation)
        where T : class =>
        await store.GetAsync(entry.Key, cancellation) is { } stored
        && stored.Document.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
            ? CoreJson.Read<T>(value)
            : null;

    private sealed record Entry(ResourceKey Key, DateTimeOffset Since, int Bytes);
}
