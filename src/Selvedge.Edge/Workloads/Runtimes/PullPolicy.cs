namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>When an image is fetched.</summary>
public enum PullPolicy
{
    /// <summary>Where it is not here.</summary>
    IfNotPresent,

    /// <summary>Before each start; the one that is here serves where the registry does not answer.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
