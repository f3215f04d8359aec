namespace Selvedge.Console.Model;

/// <summary>How a site, a location, a verdict or the network stands; what colours and shapes say.</summary>
internal enum Standing
{
    /// <summary>No verdict is known.</summary>
    Unknown,

    /// <summary>Plan or law do not put the site here: neither good nor bad.</summary>
    Unplaced,

    /// <summary>All of it is serviceable.</summary>
    Serviceable,

    /// <summary>Serviceable only because a guard keeps the last good answer; stale.</summary>
    Held,

    /// <summary>An operator took it out of service: as wanted.</summary>
    Drained,

    /// <summary>Some of it is serviceable.</summary>
    Degraded,

    /// <summary>None of it is serviceable.</summary>
    Shut,
}
