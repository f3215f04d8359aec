using System.Globalization;
using System.Net;

namespace Selvedge.Harness.Labs;

/// <summary>Packets of one shape. Written as words <c>key=value</c>, each key a member in lower case.</summary>
public sealed record PacketFlood
{
    /// <summary>Longest time of one flood.</summary>
    public const double SecondsMax = 15;

    /// <summary>Where they leave.</summary>
    public string Link { get; init; } = "";

    /// <summary>The next machine's link address, as <c>02:00:00:00:00:01</c>.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Where they go.</summary>
    public IPAddress To { get; init; } = IPAddress.Loopback;

    /// <summary>The first source.</summary>
    public IPAddress From { get; init; } = IPAddress.Parse("81.2.0.1");

    /// <summary>Sources, from the first on; IPv6: in steps of a /64.</summary>
    public int Sources { get; init; } = 1;

    /// <summary>Whether the sources lie far apart, so that no prefix holds many.</summary>
    public bool Spread { get; init; }

    /// <summary><c>6</c>, <c>17</c>, or another.</summary>
    public int Protocol { get; init; } = 17;

    /// <summary>Source port; 0: any.</summary>
    public int SourcePort { get; init; }

    /// <summary>Destination port; 0: any.</summary>
    public int Port { get; init; }

    /// <summary>TCP flags.</summary>
    public int Flags { get; init; }

    /// <summary>Bytes with the IP header.</summary>
    public int Length { get; init; } = 60;

    /// <summary>Hops left; 0: any from 40 to 120.</summary>
    public int Ttl { get; init; } = 57;

    /// <summary>Whether they are fragments after the first.</summary>
    public bool Fragment { get; init; }

    /// <summary>A second; 0: as many as there can be.</summary>
    public int Rate { get; init; }

    /// <summary>How many at most; 0: until the time is over.</summary>
    public int Count { get; init; }

    /// <summary>How long, at most <see cref="SecondsMax"/>.</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>The processor that sends; below 0: any.</summary>
    public int Cpu { get; init; } = -1;

    /// <summary>As words.</summary>
    public IEnumerable<string> Words() =>
    [
        "flood", $"link={Link}", $"mac={Mac}", $"to={To}", $"from={From}",
        .. new (string Key, double Value)[]
        {
            ("sources", Sources), ("spread", Spread ? 1 : 0),
            ("protocol", Protocol), ("sourceport", SourcePort), ("port", Port), ("flags", Flags),
            ("length", Length), ("ttl", Ttl), ("fragment", Fragment ? 1 : 0), ("rate", Rate), ("count", Count),
            ("seconds", Seconds), ("cpu", Cpu),
        }.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")),
    ];

    /// <summary>Reads them.</summary>
    public static PacketFlood Parse(IEnumerable<string> words)
    {
        var values = words.Select(word => word.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new PacketFlood
        {
            Link = values["link"],
            Mac = values["mac"],
            To = IPAddress.Parse(values["to"]),
            From = IPAddress.Parse(values["from"]),
            Sources = Number("sources"),
            Spread = Number("spread") == 1,
            Protocol = Number("protocol"),
            SourcePort = Number("sourceport"),
            Port = Number("port"),
            Flags = Number("flags"),
            Length = Number("length"),
            Ttl = Number("ttl"),
            Fragment = Number("fragment") == 1,
            Rate = Number("rate"),
            Count = Number("count"),
            Seconds = Math.Min(SecondsMax, double.Parse(values["seconds"], CultureInfo.InvariantCulture)),
            Cpu = Number("cpu"),
        };

        int Number(string key) => int.Parse(values[key], CultureInfo.InvariantCulture);
    }
}
