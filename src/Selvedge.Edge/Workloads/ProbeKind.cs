namespace Selvedge.Edge.Workloads;

/// <summary>What a probe is for.</summary>
internal enum ProbeKind
{
    /// <summary>Whether it has started: until then, nothing else is asked.</summary>
    Startup,

    /// <summary>Whether traffic may come.</summary>
    Readiness,

    /// <summary>Whether it is to be started again.</summary>
    Liveness,
}
