namespace Selvedge.Core.Nodes;

/// <summary>One line that a pod's program wrote.</summary>
/// <param name="At">When.</param>
/// <param name="Text">Without the line's end.</param>
public sealed record PodLogLine(DateTimeOffset At, string Text);
