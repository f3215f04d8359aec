namespace Selvedge.Core.Workloads;

/// <summary>How a container is asked how it is; exactly one way is given.</summary>
public sealed record Probe
{
    /// <summary>A request whose status from 200 to 399 is success.</summary>
    public HttpGetAction? HttpGet { get; init; }

    /// <summary>A connection that is accepted is success.</summary>
    public TcpSocketAction? TcpSocket { get; init; }

    /// <summary>A command in the container that ends with 0 is success.</summary>
    public ExecAction? Exec { get; init; }

    /// <summary>Seconds from the container's start to the first. The default is 0.</summary>
    public int InitialDelaySeconds { get; init; }

    /// <summary>Seconds between two, 1 or more. The default is 10.</summary>
    public int PeriodSeconds { get; init; } = 10;

    /// <summary>Seconds after which no answer is a failure, 1 or more. The default is 1.</summary>
    public int TimeoutSeconds { get; init; } = 1;

    /// <summary>Successes in a row that make it well. The default is 1.</summary>
    public int SuccessThreshold { get; init; } = 1;

    /// <summary>Failures in a row that make it unwell. The default is 3.</summary>
    public int FailureThreshold { get; init; } = 3;
}
