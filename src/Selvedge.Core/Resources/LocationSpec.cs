namespace Selvedge.Core.Resources;

/// <summary>What the operator says of a <see cref="Location"/>.</summary>
public sealed record LocationSpec
{
    /// <summary>The name of the Provider whose machines these are.</summary>
    public string Provider { get; init; } = "";

    /// <summary>For people, for example <c>Frankfurt</c>.</summary>
    public string City { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2 in capitals. Region and continent follow from it.</summary>
    public string Country { get; init; } = "";

    /// <summary>Where on Earth.</summary>
    public Coordinates Coordinates { get; init; } = new();

    /// <summary>True: the place is taken out of service gracefully (gate <c>admitted</c>). The default is
    /// false.</summary>
    public bool Drained { get; init; }

    /// <summary>Why it is drained; shown to people.</summary>
    public string DrainReason { get; init; } = "";

    /// <summary>What being placed here costs an hour, in the currency of all prices of the network; 0 or more. The
    /// default is 0.</summary>
    public double PricePerHour { get; init; }

    /// <summary>Requests a second that can be served here, for placement; more than 0. Null, the default: no
    /// limit.</summary>
    public double? RequestsPerSecondMax { get; init; }
}
