using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>One set of records, rendered with a pointer to the question as the owner.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordSet
{
    /// <summary>The type's number.</summary>
    internal ushort Type;

    /// <summary>How many records.</summary>
    internal ushort Count;

    /// <summary>How many glue records follow the records.</summary>
    internal ushort GlueCount;

    /// <summary>Where the records begin among the table's bytes.</summary>
    internal int Offset;

    /// <summary>How many bytes they take.</summary>
    internal int Bytes;

    /// <summary>How many bytes the glue takes after them; each record with its full owner.</summary>
    internal int GlueBytes;
}
