using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>Sections that came before the manifest that names them. By key, the newest only.</summary>
internal sealed class SectionBag
{
    private readonly Dictionary<string, (string Hash, ReadOnlyMemory<byte> Bytes)> _sections =
        new(StringComparer.Ordinal);

    private long _bytes;

    public void Add(string key, ReadOnlyMemory<byte> bytes)
    {
        if (_sections.Remove(key, out var old))
        {
            _bytes -= old.Bytes.Length;
        }

        if (_bytes + bytes.Length > Limits.WaitingBytesMax)
        {
            Clear();
        }

        _sections[key] = (SectionEntry.HashOf(bytes.Span), bytes);
        _bytes += bytes.Length;
    }

    /// <summary>The bytes that an entry names, if they are here.</summary>
    public bool TryFind(SectionEntry entry, out ReadOnlyMemory<byte> bytes)
    {
        var found = _sections.TryGetValue(entry.Key, out var section) && section.Hash == entry.Hash;
        bytes = found ? section.Bytes : default;
        return found;
    }

    public void Clear()
    {
        _sections.Clear();
        _bytes = 0;
    }
}
