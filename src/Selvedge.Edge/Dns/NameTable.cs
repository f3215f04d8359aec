using System.Runtime.InteropServices;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>All names that the server answers for, ready to be copied into packets. Immutable; in native memory.
/// </summary>
internal sealed class NameTable : IDisposable
{
    private readonly NativeArray<byte> _bytes;
    private readonly NativeArray<NameNode> _nodes;
    private readonly NativeArray<RecordSet> _sets;
    private readonly NativeArray<ZoneEntry> _zones;
    private readonly NativeArray<int> _buckets;
    private readonly int _labelsMax;

    /// <summary>Copies what a <see cref="NameTableBuilder"/> has laid out.</summary>
    internal NameTable(List<byte> bytes, List<NameNode> nodes, List<RecordSet> sets, List<ZoneEntry> zones)
    {
        _bytes = new NativeArray<byte>(CollectionsMarshal.AsSpan(bytes));
        _nodes = new NativeArray<NameNode>(CollectionsMarshal.AsSpan(nodes));
        _sets = new NativeArray<RecordSet>(CollectionsMarshal.AsSpan(sets));
        _zones = new NativeArray<ZoneEntry>(CollectionsMarshal.AsSpan(zones));

        // At most half full, so that a miss ends after one or two looks.
        var buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(nodes.Count * 2) + 2)];
        for (var index = 0; index < nodes.Count; index++)
        {
            var node = nodes[index];
            var bucket = (int)node.Hash & (buckets.Length - 1);
            while (buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (buckets.Length - 1);
            }

            buckets[bucket] = index + 1;
            _labelsMax = Math.Max(
                _labelsMax,
                DnsName.CountLabels(CollectionsMarshal.AsSpan(bytes).Slice(node.NameOffset, node.NameBytes)));
        }

        _buckets = new NativeArray<int>(buckets);
    }

    /// <summary>How many names there are.</summary>
    internal int NameCount => _nodes.Span.Length;

    /// <summary>How many bytes of memory the table holds.</summary>
    internal long Bytes => _bytes.Bytes + _nodes.Bytes + _sets.Bytes + _zones.Bytes + _buckets.Bytes;

    /// <summary>Finds the name that answers for another.</summary>
    /// <param name="name">Folded and valid.</param>
    /// <param name="closest">The closest name that exists at or above it (RFC 4592, section 3.3.1);
    /// <see cref="NameNode.None"/> outside of all zones.</param>
    /// <returns>The name itself, else the wildcard that covers it, else <see cref="NameNode.None"/>.</returns>
    internal int Locate(ReadOnlySpan<byte> name, out int closest)
    {
        var labels = DnsName.CountLabels(name);
        var suffix = name;
        for (; labels > _labelsMax; labels--)
        {
            suffix = suffix[(suffix[0] + 1)..];
        }

        while (true)
        {
            closest = Find(suffix);
            if (closest >= 0)
            {
                return suffix.Length == name.Length ? closest : _nodes.Span[closest].Wildcard;
            }

            if (suffix.Length <= 1)
            {
                return NameNode.None;
            }

            suffix = suffix[(suffix[0] + 1)..];
        }
    }

    /// <summary>One name.</summary>
    internal ref readonly NameNode Node(int index) => ref _nodes.Span[index];

    /// <summary>One zone.</summary>
    internal ref readonly ZoneEntry Zone(int index) => ref _zones.Span[index];

    /// <summary>The sets of a name, sorted by type.</summary>
    internal ReadOnlySpan<RecordSet> Sets(in NameNode node) => _sets.Span.Slice(node.FirstSet, node.SetCount);

    /// <summary>Some of the table's bytes.</summary>
    internal ReadOnlySpan<byte> Slice(int offset, int bytes) => _bytes.Span.Slice(offset, bytes);

    /// <summary>The folded name of a node.</summary>
    internal ReadOnlySpan<byte> Name(in NameNode node) => Slice(node.NameOffset, node.NameBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bytes.Dispose();
        _nodes.Dispose();
        _sets.Dispose();
        _zones.Dispose();
        _buckets.Dispose();
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        var hash = DnsName.Hash(name);
        var buckets = _buckets.Span;
        var nodes = _nodes.Span;
        for (var bucket = (int)hash & (buckets.Length - 1); ; bucket = (bucket + 1) & (buckets.Length - 1))
        {
            var index = buckets[bucket] - 1;
            if (index < 0)
            {
                return NameNode.None;
            }

            ref readonly var node = ref nodes[index];
            if (node.Hash == hash && Name(node).SequenceEqual(name))
            {
                return index;
            }
        }
    }
}
