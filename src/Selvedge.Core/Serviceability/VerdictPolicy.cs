namespace Selvedge.Core.Serviceability;

/// <summary>The bounds that verdicts are weighed with.</summary>
public sealed record VerdictPolicy
{
    /// <summary>A node silent for longer than this is not current. Nodes speak every 500 ms: two lost messages are
    /// forgiven, the third is not. The default is 1.5 s.</summary>
    public TimeSpan StatusAgeMax { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>An observation older than this counts for nothing. The default is 5 s.</summary>
    public TimeSpan ObservationAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pressure, 0 to 1, above which a place is closed to new users. The default is 0.95.</summary>
    public double HighWatermark { get; init; } = 0.95;

    /// <summary>The pressure, 0 to 1, under which a place that was closed for load opens again. The default is
    /// 0.8.</summary>
    public double LowWatermark { get; init; } = 0.8;

    /// <summary>A fault that all places share, a dead backend for one, shuts them one after another, as each finds out.
    /// Those that it shut within this time before the last one count as last places too: the whole world in one place
    /// is a second fault. The same goes for places that fall silent one after another. The default is 15 s.</summary>
    public TimeSpan LastPlacesWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The share of serviceable locations, 0 to 1, that may close at once on silence alone, without an
    /// observer quorum. The default is 0.5: losing more than half in one moment is more likely our own blindness.
    /// One location may always close.</summary>
    public double SilentClosuresShareMax { get; init; } = 0.5;
}
