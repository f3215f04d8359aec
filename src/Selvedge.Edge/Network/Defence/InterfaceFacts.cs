using System.Globalization;
using System.Net.NetworkInformation;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>What the machine says of its interfaces. Never throws.</summary>
internal static class InterfaceFacts
{
    private const string Everywhere6 = "00000000000000000000000000000000";

    /// <summary>The interfaces of default routes.</summary>
    public static IEnumerable<string> OfDefaultRoutes() =>
        Lines("/proc/net/route").Skip(1).Select(Words)
            .Where(words => words.Length > 7 && words[1] == "00000000" && words[7] == "00000000")
            .Select(words => words[0])
            .Concat(Lines("/proc/net/ipv6_route").Select(Words)
                .Where(words => words.Length > 9 && words[0] == Everywhere6 && words[1] == "00" && words[9] != "lo")
                .Select(words => words[9]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Packets that arrived at interfaces since they exist.</summary>
    public static long Arrived(IReadOnlyCollection<string> interfaces) =>
        Lines("/proc/net/dev").Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2 && interfaces.Contains(parts[0].Trim(), StringComparer.Ordinal))
            .Select(parts => Words(parts[1]))
            .Where(words => words.Length > 1)
            .Sum(words => long.TryParse(words[1], CultureInfo.InvariantCulture, out var packets) ? packets : 0);

    /// <summary>Their networks, and the servers that names are asked of.</summary>
    public static Surroundings Around(IReadOnlyCollection<string> interfaces)
    {
        try
        {
            var onLink = NetworkInterface.GetAllNetworkInterfaces()
                .Where(link => interfaces.Contains(link.Name, StringComparer.Ordinal))
                .SelectMany(link => link.GetIPProperties().UnicastAddresses)
                .Select(address => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{address.Address.ToString().Split('%')[0]}/{address.PrefixLength}"));
            return new Surroundings(AddressSet.Of(onLink), AddressSet.Of(Resolvers()));
        }
        catch (NetworkInformationException)
        {
            return Surroundings.None;
        }
    }

    private static IEnumerable<string> Resolvers() => Lines("/etc/resolv.conf").Select(Words)
        .Where(words => words.Length > 1 && words[0] == "nameserver").Select(words => words[1]);

    private static string[] Words(string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
