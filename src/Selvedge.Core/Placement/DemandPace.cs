namespace Selvedge.Core.Placement;

/// <summary>How demand is averaged.</summary>
/// <param name="Step">The average's grain; more than 0. Usually two minutes.</param>
/// <param name="Window">The usual window, a whole number of steps. Usually 30 minutes.</param>
public sealed record DemandPace(TimeSpan Step, TimeSpan Window)
{
    /// <summary>Steps of the window of little demand: a day of two minutes each.</summary>
    public const int LongSteps = 720;

    /// <summary>Two minutes and half an hour.</summary>
    public static DemandPace Default { get; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30));

    /// <summary>The window of little demand; 24 hours where the step is two minutes.</summary>
    public TimeSpan LongWindow => Step * LongSteps;
}
