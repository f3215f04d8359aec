using System.Buffers.Binary;
using System.Net.Sockets;
using MaxMind.Db;

namespace Selvedge.Edge.Dns;

/// <summary>A country database in MaxMind's format, flattened once at load.</summary>
/// <remarks>Takes <c>country.iso_code</c> and the flat <c>country_code</c>. Networks of countries that ISO 3166-1 does
/// not list are passed over.</remarks>
internal sealed class CountryDatabase
{
    private CountryDatabase(
        IReadOnlyList<string> countries, AddressRanges<uint> ranges4, AddressRanges<UInt128> ranges6)
    {
        Countries = countries;
        IPv4 = ranges4;
        IPv6 = ranges6;
    }

    /// <summary>Knows nothing.</summary>
    internal static CountryDatabase Empty { get; } =
        new([], AddressRanges<uint>.Build([]), AddressRanges<UInt128>.Build([]));

    /// <summary>The countries that ranges point to by number.</summary>
    internal IReadOnlyList<string> Countries { get; }

    /// <summary>The IPv4 ranges.</summary>
    internal AddressRanges<uint> IPv4 { get; }

    /// <summary>The IPv6 ranges.</summary>
    internal AddressRanges<UInt128> IPv6 { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDatabaseException">It is no such database.</exception>
    internal static CountryDatabase Load(string path)
    {
        using var reader = new Reader(path, FileAccessMode.Memory);
        var countries = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var networks4 = new List<AddressNetwork<uint>>();
        var networks6 = new List<AddressNetwork<UInt128>>();
        Span<byte> bytes = stackalloc byte[16];
        foreach (var node in reader.FindAll<Dictionary<string, object>>())
        {
            if (CountryOf(node.Data) is not { } country)
            {
                continue;
            }

            if (!numbers.TryGetValue(country, out var number))
            {
                number = countries.Count;
                numbers.Add(country, number);
                countries.Add(country);
            }

            node.Start.TryWriteBytes(bytes, out _);
            if (node.Start.AddressFamily == AddressFamily.InterNetwork)
            {
                var length = node.PrefixLength > 32 ? node.PrefixLength - 96 : node.PrefixLength;
                networks4.Add(new(BinaryPrimitives.ReadUInt32BigEndian(bytes), length, number));
            }
            else
            {
                networks6.Add(new(BinaryPrimitives.ReadUInt128BigEndian(bytes), node.PrefixLength, number));
            }
        }

        return new CountryDatabase(
            countries, AddressRanges<uint>.Build(networks4), AddressRanges<UInt128>.Build(networks6));
    }

    private static string? CountryOf(Dictionary<string, object> data)
    {
        var code = data.TryGetValue("country_code", out var flat) ? flat as string
            : data.TryGetValue("country", out var country) && country is Dictionary<string, object> inner
                && inner.TryGetValue("iso_code", out var iso) ? iso as string
            : null;
        return Core.Geography.Countries.Find(code)?.Code;
    }
}
