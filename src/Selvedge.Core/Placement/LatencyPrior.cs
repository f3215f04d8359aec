using Selvedge.Core.Geography;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Placement;

/// <summary>The round trip to expect where nothing was measured.</summary>
public static class LatencyPrior
{
    /// <summary>Of the last mile and the machines at both ends.</summary>
    public const double BaseMilliseconds = 10;

    /// <summary>Light in glass takes 0.01 ms for a kilometre there and back; cables are about half as long again as the
    /// great circle.</summary>
    public const double MillisecondsPerKilometre = 0.015;

    /// <summary>In milliseconds; 10 to about 310.</summary>
    public static double Milliseconds(Coordinates from, Coordinates to) =>
        BaseMilliseconds + (MillisecondsPerKilometre * GreatCircle.Kilometres(from, to));
}
