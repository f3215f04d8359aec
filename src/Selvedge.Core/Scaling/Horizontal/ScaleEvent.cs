namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>A change that was made.</summary>
/// <param name="At">When.</param>
/// <param name="Change">Replicas added; below 0: removed.</param>
public sealed record ScaleEvent(DateTimeOffset At, int Change);
