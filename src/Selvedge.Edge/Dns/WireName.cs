using System.Text;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Folded names on the wire as text, one character a byte: keys of the builder's dictionaries.</summary>
internal static class WireName
{
    /// <summary>Reads a fully qualified name as people write it.</summary>
    internal static bool TryParse(string text, out string name, out DnsNameFault fault) =>
        TryParse(text, DnsName.Root, out name, out fault);

    /// <summary>Reads a name relative to an origin.</summary>
    internal static bool TryParse(string text, ReadOnlySpan<byte> origin, out string name, out DnsNameFault fault)
    {
        Span<byte> buffer = stackalloc byte[DnsLimits.NameBytesMax];
        fault = DnsNameText.Parse(text, origin, buffer, out var length);
        name = fault == DnsNameFault.None ? Of(buffer[..length]) : "";
        return fault == DnsNameFault.None;
    }

    /// <summary>Of the bytes of a valid name.</summary>
    internal static string Of(ReadOnlySpan<byte> name)
    {
        Span<byte> folded = stackalloc byte[DnsLimits.NameBytesMax];
        DnsName.Fold(name, folded);
        return Encoding.Latin1.GetString(folded[..name.Length]);
    }

    /// <summary>The bytes.</summary>
    internal static byte[] Bytes(string name) => Encoding.Latin1.GetBytes(name);

    /// <summary>The name one label up; the root's is the root.</summary>
    internal static string Parent(string name) => name.Length <= 1 ? name : name[(name[0] + 1)..];

    /// <summary>Whether a name is another or lies below it.</summary>
    internal static bool IsAtOrBelow(string name, string ancestor)
    {
        while (name.Length > ancestor.Length)
        {
            name = Parent(name);
        }

        return name == ancestor;
    }

    /// <summary>Whether the first label is an asterisk.</summary>
    internal static bool IsWildcard(string name) => name.Length > 2 && name[0] == 1 && name[1] == '*';

    /// <summary>As people read it.</summary>
    internal static string Text(string name) => DnsNameText.Format(Bytes(name)).TrimEnd('.');
}
