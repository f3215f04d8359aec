namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>What was measured of one pod.</summary>
/// <param name="Pod">The pod's name.</param>
/// <param name="Amount">Thousandths of the metric's unit.</param>
/// <param name="At">The end of the time that was measured.</param>
/// <param name="Window">How long was measured.</param>
public sealed record PodSample(string Pod, long Amount, DateTimeOffset At, TimeSpan Window);
