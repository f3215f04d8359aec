using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>A name while the table is built.</summary>
/// <param name="name">The folded name on the wire, one character a byte.</param>
/// <param name="zone">The number of its zone.</param>
internal sealed class BuildNode(string name, int zone)
{
    /// <summary>The folded name on the wire, one character a byte.</summary>
    internal string Name { get; } = name;

    /// <summary>The number of its zone.</summary>
    internal int Zone { get; } = zone;

    /// <summary>The number of its site, or <see cref="NameNode.None"/>.</summary>
    internal int Site { get; set; } = NameNode.None;

    /// <summary>By type.</summary>
    internal SortedDictionary<DnsType, CompiledSet> Sets { get; } = [];
}
