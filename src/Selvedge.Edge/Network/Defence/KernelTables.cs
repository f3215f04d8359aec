using System.Collections.Immutable;
using System.Text;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The tables of the defence in the kernel. One owner.</summary>
/// <remarks>They outlive the process; the next one reads them and changes only what differs.</remarks>
internal sealed class KernelTables(Nft nft)
{
    private readonly Dictionary<string, KernelTable?> _known = new(StringComparer.Ordinal);

    /// <summary>Reads what the kernel has of them.</summary>
    /// <returns>Whether anything is other than it was left.</returns>
    public async Task<bool> ReadAsync(IReadOnlyDictionary<string, KernelTable?> wanted, CancellationToken cancellation)
    {
        var changed = false;
        foreach (var (id, table) in wanted)
        {
            var parts = id.Split(' ');
            var form = table ?? new KernelTable(
                parts[0], parts[1], [], ImmutableSortedDictionary<string, KernelSet>.Empty, []);
            var found = await nft.AskAsync($"list table {id}", cancellation) is { } json
                ? TableReading.TryTable(json, form) : null;
            changed |= TableChange.Write(found, table).Length > 0;
            _known[id] = found;
        }

        return changed;
    }

    /// <summary>Brings them to what is wanted, in one transaction.</summary>
    /// <param name="wanted">By family and name; null: not there.</param>
    /// <param name="more">Commands that come last.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What is wrong, in one line; null: it is in force.</returns>
    public async Task<string?> ApplyAsync(
        IReadOnlyDictionary<string, KernelTable?> wanted, string more, CancellationToken cancellation)
    {
        var script = new StringBuilder();
        foreach (var (id, table) in wanted)
        {
            script.Append(TableChange.Write(_known.GetValueOrDefault(id), table));
        }

        script.Append(more);
        if (script.Length == 0)
        {
            return null;
        }

        var problem = await nft.ApplyAsync(script.ToString(), cancellation);
        foreach (var (id, table) in wanted)
        {
            // After a failure nothing is known: the next transaction begins anew.
            _known[id] = problem is null ? table : null;
        }

        return problem;
    }

    /// <summary>Nothing is known of them: the next transaction begins anew.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Packets by counter since the last reading.</summary>
    public async Task<Dictionary<string, long>> CountAsync(string id, CancellationToken cancellation) =>
        _known.GetValueOrDefault(id) is not null
        && await nft.AskAsync($"reset counters table {id}", cancellation) is { } json
            ? new Dictionary<string, long>(TableReading.Counters(json), StringComparer.Ordinal)
            : [];
}
