using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Placement;

/// <summary>A location that something could be placed at.</summary>
public sealed record PlacementLocation
{
    /// <summary>The Location's name; unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The Location's city, as its document writes it.</summary>
    public string City { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2 in capitals. Region and continent follow from it.</summary>
    public string Country { get; init; } = "";

    /// <summary>The Provider's name.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The Location's labels.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where on Earth.</summary>
    public Coordinates Coordinates { get; init; } = new();

    /// <summary>What being placed here costs an hour, in whatever currency; 0 or more. The default is 0.</summary>
    public double PricePerHour { get; init; }

    /// <summary>What can be served here, in requests a second; more than 0. The default is no limit.</summary>
    public double Capacity { get; init; } = double.PositiveInfinity;
}
