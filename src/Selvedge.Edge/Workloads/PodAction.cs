using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Something that a <see cref="PodMachine"/> wants done. Each is answered by one <see cref="PodInput"/>, but
/// for <see cref="Stop"/> and <see cref="Remove"/>, whose effect is observed.</summary>
internal abstract record PodAction
{
    private PodAction()
    {
    }

    /// <summary>Give the pod its address.</summary>
    internal sealed record Open : PodAction;

    /// <summary>Make sure that a container's image is here.</summary>
    internal sealed record Pull(Container Container) : PodAction;

    /// <summary>Start a container.</summary>
    internal sealed record Start(Container Container, int Attempt) : PodAction;

    /// <summary>Ask a container how it is.</summary>
    internal sealed record Ask(string Container, string Id, ProbeKind Kind, Probe Probe) : PodAction;

    /// <summary>Send a signal.</summary>
    internal sealed record Stop(string Id, StopSignal Signal) : PodAction;

    /// <summary>Forget a container that ended, with its log.</summary>
    internal sealed record Remove(string Id) : PodAction;

    /// <summary>Take everything of the pod away.</summary>
    internal sealed record Close : PodAction;
}
