namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>How a container is ended.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM, or the signal that the image names instead.</summary>
    Terminate,

    /// <summary>SIGKILL.</summary>
    Kill,
}
