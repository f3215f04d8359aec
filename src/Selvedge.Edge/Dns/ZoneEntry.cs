using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>One zone of the table.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZoneEntry
{
    /// <summary>The length of the apex's name.</summary>
    internal int ApexBytes;

    /// <summary>Where the SOA for negative answers begins among the table's bytes (RFC 2308, section 5).</summary>
    internal int NegativeOffset;

    /// <summary>How many bytes it takes.</summary>
    internal int NegativeBytes;
}
