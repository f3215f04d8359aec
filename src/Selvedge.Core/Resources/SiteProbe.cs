namespace Selvedge.Core.Resources;

/// <summary>An HTTP probe. Success is a status from 200 to 399.</summary>
public sealed record SiteProbe
{
    /// <summary>The path that is asked for. The default is <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Time between two probes; 100 ms to 5 min. The default is 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A probe without an answer by then has failed; 50 ms to 30 s. The default is 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failures in a row before the gate shuts; 1 to 10. The default is 2.</summary>
    public int FailureThreshold { get; init; } = 2;
}
