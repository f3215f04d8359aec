using System.Net;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Something that a <see cref="PodMachine"/> is told.</summary>
internal abstract record PodInput
{
    private PodInput()
    {
    }

    /// <summary>Time has passed.</summary>
    internal sealed record Tick : PodInput;

    /// <summary>The snapshot has the pod, perhaps with other texts.</summary>
    internal sealed record Wanted(PodSection Section) : PodInput;

    /// <summary>The pod left the snapshot.</summary>
    internal sealed record Unwanted : PodInput;

    /// <summary>What the runtime has of the pod.</summary>
    internal sealed record Observed(IReadOnlyList<OwnedContainer> Containers) : PodInput;

    /// <summary><see cref="PodAction.Open"/> succeeded.</summary>
    internal sealed record Opened(IPAddress Address) : PodInput;

    /// <summary><see cref="PodAction.Pull"/> succeeded.</summary>
    internal sealed record Pulled(string Container, string ImageId) : PodInput;

    /// <summary><see cref="PodAction.Start"/> succeeded.</summary>
    internal sealed record Started(string Container, int Attempt, string Id) : PodInput;

    /// <summary><see cref="PodAction.Ask"/> was answered.</summary>
    internal sealed record Asked(string Container, string Id, ProbeKind Kind, bool Success, string Message) : PodInput;

    /// <summary><see cref="PodAction.Close"/> succeeded.</summary>
    internal sealed record Closed : PodInput;

    /// <summary>An action failed.</summary>
    /// <param name="Action">Which.</param>
    /// <param name="Reason">One CamelCase word.</param>
    /// <param name="Message">One sentence.</param>
    internal sealed record Failed(PodAction Action, string Reason, string Message) : PodInput;
}
