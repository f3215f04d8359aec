namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>One line that a container wrote.</summary>
/// <param name="At">When, as the runtime saw it.</param>
/// <param name="Error">Whether on its standard error; else on its standard output.</param>
/// <param name="Text">Without the line's end. Very long lines come in pieces.</param>
public sealed record LogLine(DateTimeOffset At, bool Error, string Text);
