using System.Collections.Immutable;
using System.Net.Sockets;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Writes a mitigation as rules. Pure.</summary>
/// <remarks>Each rule ends with a look into a set of its own, which holds the IP versions for as long as the mitigation
/// lasts: elements of sets expire in the kernel, rules do not. The look stands last, so that only packets that fit all
/// else pay for it.</remarks>
internal static class MitigationText
{
    /// <summary>The chain that the rules are in.</summary>
    public const string Chain = "mitigations";

    private const int HeaderV6 = 40;

    /// <summary>The elements that make the rules match.</summary>
    public static readonly string[] Lent = ["ip", "ip6"];

    /// <summary>The set that they are lent to.</summary>
    public static string Guard(string id) => $"until-{id}";

    /// <summary>What counts its packets.</summary>
    public static string Counter(string id) => $"of-{id}";

    /// <summary>The rules: one, or one for each IP version where the filter names neither.</summary>
    public static IEnumerable<string> Of(MitigationRule rule)
    {
        var filter = rule.Filter;
        foreach (var isIPv6 in Versions(filter))
        {
            List<string> words = [.. Addresses(filter, isIPv6), .. Transport(filter, isIPv6)];
            if (words.Count == 0 || !words[0].StartsWith("ip", StringComparison.Ordinal))
            {
                words.Insert(0, $"meta protocol {(isIPv6 ? "ip6" : "ip")}");
            }

            words.Add($"meta protocol @{Guard(rule.Id)}");
            if (filter.PacketsPerSecond is { } pass and > 0)
            {
                words.Add(FormattableString.Invariant($"limit rate over {pass}/second burst {pass} packets"));
            }

            words.Add($"counter name {Counter(rule.Id)}" + (rule.Drops ? " drop" : ""));
            yield return string.Join(' ', words);
        }
    }

    private static bool[] Versions(FlowFilter filter)
    {
        var named = filter.Destination.Length > 0 ? filter.Destination : filter.Source;
        return AddressSet.TryParse(named, out var address, out _)
            ? [address.AddressFamily == AddressFamily.InterNetworkV6]
            : [false, true];
    }

    private static IEnumerable<string> Addresses(FlowFilter filter, bool isIPv6)
    {
        var family = isIPv6 ? "ip6" : "ip";
        if (filter.Destination.Length > 0)
        {
            yield return $"{family} daddr {Prefix(filter.Destination)}";
        }

        if (filter.Source.Length > 0)
        {
            yield return $"{family} saddr {Prefix(filter.Source)}";
        }

        if (filter.LengthMin > 0 || filter.LengthMax > 0)
        {
            // IPv6 counts what follows its header.
            var header = isIPv6 ? HeaderV6 : 0;
            var shortest = Math.Max(0, filter.LengthMin - header);
            var longest = filter.LengthMax == 0 ? ushort.MaxValue : Math.Max(0, filter.LengthMax - header);
            yield return shortest == longest
                ? FormattableString.Invariant($"{family} length {shortest}")
                : FormattableString.Invariant($"{family} length {shortest}-{longest}");
        }

        if (filter.Ttl > 0)
        {
            yield return FormattableString.Invariant($"{family} {(isIPv6 ? "hoplimit" : "ttl")} {filter.Ttl}");
        }
    }

    // One port is compared; a set, though of one, is looked up.
    private static string Ports(ImmutableArray<int> ports) => ports.Length == 1
        ? FormattableString.Invariant($"{ports[0]}")
        : $"{{ {string.Join(", ", ports.Distinct())} }}";

    // Never the text itself: what a document says is not what nft is told.
    private static string Prefix(string text) => AddressSet.TryParse(text, out var address, out var length)
        ? FormattableString.Invariant($"{address}/{length}")
        : throw new ArgumentException($"'{text}' was let through the check.", nameof(text));

    private static IEnumerable<string> Transport(FlowFilter filter, bool isIPv6)
    {
        if (FlowFilters.Protocol(filter.Protocol, isIPv6) is { } protocol)
        {
            yield return FormattableString.Invariant($"meta l4proto {protocol}");
        }
        else if (!filter.Ports.IsEmpty || !filter.SourcePorts.IsEmpty)
        {
            yield return "meta l4proto { tcp, udp }";
        }

        if (!filter.SourcePorts.IsEmpty)
        {
            yield return $"th sport {Ports(filter.SourcePorts)}";
        }

        if (!filter.Ports.IsEmpty)
        {
            yield return $"th dport {Ports(filter.Ports)}";
        }

        if (TcpFlagBits.TryParse(filter.TcpFlags, out var set, out var looked))
        {
            yield return FormattableString.Invariant($"tcp flags & {looked} == {set}");
        }
    }
}
