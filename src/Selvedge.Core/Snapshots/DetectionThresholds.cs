namespace Selvedge.Core.Snapshots;

/// <summary>When traffic is an attack, and how long what is done against it lasts.</summary>
public sealed record DetectionThresholds
{
    /// <summary>False: nothing is done by itself; what would be is reported.</summary>
    public bool Mitigate { get; init; } = true;

    /// <summary>Packets a second to one address and protocol from which on it is looked at more closely.</summary>
    public long PacketsPerSecond { get; init; } = 50_000;

    /// <summary>The share of them that have one feature in common, from which on the feature is dropped; 0.5 to
    /// 1.</summary>
    public double Share { get; init; } = 0.7;

    /// <summary>How long a rule lasts after it last matched enough.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a rule that ended counts only, so that an attack that goes on is seen at once.</summary>
    public TimeSpan Probation { get; init; } = TimeSpan.FromMinutes(1);
}
