using System.Globalization;
using Selvedge.Console.Model;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Console.Pages.Network;

/// <summary>How the Network page says things.</summary>
internal static class NetworkWords
{
    private const string Established = "Established";

    /// <summary>What a prefix is to be at a place.</summary>
    public static string Desired(Reach reach) => reach switch
    {
        Reach.Absent => "Not decided",
        Reach.Untold or Reach.Partly => "Announced",
        Reach.StillTold => "Withdrawn",
        _ => reach.ToString(),
    };

    /// <summary>What neighbours are told there.</summary>
    public static string Observed(AnnouncementView one) => one.Reach switch
    {
        Reach.Untold => "nobody told",
        Reach.StillTold => $"{Words.Number(one.Observed)} still told",
        Reach.Partly => $"{Words.Number(one.Observed)} told, not by all",
        Reach.Withdrawn or Reach.Refused or Reach.Unknown when one.Observed == 0 => "none told",
        _ => $"{Words.Number(one.Observed)} told",
    };

    /// <summary>The style class of a reach.</summary>
    public static string Class(Reach reach) => "r-" + reach.ToString().ToLowerInvariant();

    /// <summary>Why it is so, in one sentence.</summary>
    public static string Why(AnnouncementView one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Reach switch
        {
            Reach.Untold => $"It is to be announced, but no neighbour is told of it: {Told(one)}",
            Reach.StillTold => $"It is withdrawn, but neighbours are still told of it: {Told(one)}",
            Reach.Partly => $"Told by some nodes only, not by {Names([.. Mute(one)])}: {Told(one)}",
            _ when one.Detail.Length > 0 => one.Detail,
            _ => Reason(one.Reason) is { Length: > 0 } known ? known : "No reason was given.",
        };
    }

    /// <summary>A known reason as a sentence; empty where the word is not known.</summary>
    public static string Reason(string reason) => reason switch
    {
        "Serviceable" => "Every site that is reached through it is serviceable here.",
        "VerdictShut" => "A site that is reached through it is not serviceable here.",
        "LastPlaces" => "It is one of the last places of the prefix, so it stays whatever the verdict.",
        "LocalCheckFailed" => "The node's own check of its data path fails.",
        "Drained" => "An operator took this place out of service.",
        "Stopping" => "The node is stopping.",
        "Authorized" => "It may be announced here.",
        _ => "",
    };

    /// <summary>How a session stands.</summary>
    public static Standing StandingOf(BgpSession session) => session.State switch
    {
        Established => Standing.Serviceable,
        "Silent" or "Unknown" or "" => Standing.Unknown,
        "Off" => Standing.Held,
        _ => Standing.Shut,
    };

    /// <summary>A session's state with what it means.</summary>
    public static string StateOf(BgpSession session) => session.State switch
    {
        Established => Established,
        "" => "Unknown",
        "Active" or "Connect" or "OpenSent" or "OpenConfirm" or "Idle" => $"Down, {session.State}",
        var state => state,
    };

    /// <summary>Which packets a filter is about.</summary>
    public static string Packets(FlowFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var parts = new List<string>
        {
            (filter.Protocol.Length == 0 ? "Any packet" : filter.Protocol.ToUpperInvariant())
                + (filter.Source.Length > 0 ? $" from {filter.Source}" : "")
                + Ports(" from port ", filter.SourcePorts)
                + $" to {(filter.Destination.Length > 0 ? filter.Destination : "any own address")}"
                + Ports(" port ", filter.Ports),
        };
        if (filter.LengthMin > 0 || filter.LengthMax > 0)
        {
            parts.Add(filter.LengthMax == 0 ? $"{Words.Number(filter.LengthMin)} bytes or longer"
                : filter.LengthMin == 0 ? $"up to {Words.Number(filter.LengthMax)} bytes"
                : $"{Words.Number(filter.LengthMin)} to {Words.Number(filter.LengthMax)} bytes");
        }

        if (filter.TcpFlags.Length > 0)
        {
            parts.Add($"flags {filter.TcpFlags}");
        }

        if (filter.Ttl > 0)
        {
            parts.Add($"with {Words.Count(filter.Ttl, "hop")} left");
        }

        parts.Add(filter.PacketsPerSecond is { } rate ? $"above {Words.Number(rate)} a second" : "every one");
        return string.Join(", ", parts);
    }

    /// <summary>A mitigation's state in plain words.</summary>
    public static string StateOf(MitigationReport mitigation) => mitigation.State switch
    {
        "Active" => "Dropping",
        "Probation" => "On probation",
        "WouldApply" => "Would drop",
        "" => "Unknown",
        var state => state,
    };

    /// <summary>What is left of it.</summary>
    public static string Left(DateTimeOffset expiry, DateTimeOffset now) =>
        expiry == default ? "not told"
        : expiry <= now ? "ending now"
        : $"in {Words.Span(expiry - now)}";

    /// <summary>A share in percent.</summary>
    public static string Share(double share) =>
        (share * 100).ToString(share is > 0 and < .1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A length or place in a drawing.</summary>
    public static string Length(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A large number, short: 12,400 is 12.4k.</summary>
    public static string Short(double number) => number switch
    {
        < 10_000 => number.ToString("N0", CultureInfo.InvariantCulture),
        < 1_000_000 => (number / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        < 1_000_000_000 => (number / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        _ => (number / 1e9).ToString("N1", CultureInfo.InvariantCulture) + "G",
    };

    /// <summary>A number of bytes, short.</summary>
    public static string Bytes(double number) =>
        Short(number) is var text && char.IsLetter(text[^1]) ? $"{text[..^1]} {text[^1]}B" : $"{text} B";

    /// <summary>Names in a line; where they are many, the first and how many more.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= 4
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(3))} and {Words.Number(names.Count - 3)} more";
    }

    /// <summary>A name inside the fragment of an address.</summary>
    public static string Anchor(string name) => Uri.EscapeDataString(name);

    private static string Told(AnnouncementView one) =>
        one.Detail.Length > 0 ? one.Detail : $"look at the BGP peers of {one.Location}.";

    private static IEnumerable<string> Mute(AnnouncementView one) =>
        one.Nodes.Where(node => node is { Desired: "Announced", Observed: 0 }).Select(node => node.Node);

    private static string Ports(string before, IReadOnlyCollection<int> ports) => ports.Count == 0
        ? ""
        : before + string.Join(", ", ports.Select(port => port.ToString(CultureInfo.InvariantCulture)));
}
