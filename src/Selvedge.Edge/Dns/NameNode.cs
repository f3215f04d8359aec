using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>One name of the table: an owner of records, a hostname, or an empty one between.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NameNode
{
    /// <summary>Where a number stands for nothing.</summary>
    internal const int None = -1;

    /// <summary>Of the folded name.</summary>
    internal ulong Hash;

    /// <summary>Where the folded name stands among the table's bytes.</summary>
    internal int NameOffset;

    /// <summary>Its length with the final zero.</summary>
    internal int NameBytes;

    /// <summary>The first of its record sets.</summary>
    internal int FirstSet;

    /// <summary>How many sets it has.</summary>
    internal int SetCount;

    /// <summary>The zone it belongs to.</summary>
    internal int Zone;

    /// <summary>The node of the delegation at or above it, nearest to the apex; or <see cref="None"/>.</summary>
    internal int Cut;

    /// <summary>The node of the wildcard right below it; or <see cref="None"/>.</summary>
    internal int Wildcard;

    /// <summary>The site whose hostname it is; or <see cref="None"/>.</summary>
    internal int Site;
}
