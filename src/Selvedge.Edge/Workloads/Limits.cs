using Selvedge.Core.Nodes;

namespace Selvedge.Edge.Workloads;

/// <summary>Every limit of the pod agent, with its reason.</summary>
public static class Limits
{
    /// <summary>Events of a pod that its reports carry: a crash loop writes four kinds of them.</summary>
    public const int EventsKept = 16;

    /// <summary>Pods of a node. Kubernetes' number is 110; a status with more is a large message.</summary>
    public const int PodsMax = 250;

    /// <summary>Pulls and starts under way at once: they share the processor with users' requests.</summary>
    public const int StartsInFlight = 4;

    /// <summary>Between looks at what the runtime has. An end that nobody asked for is seen within this time.</summary>
    public static readonly TimeSpan ObserveInterval = TimeSpan.FromSeconds(1);

    /// <summary>Between looks at what containers take.</summary>
    public static readonly TimeSpan UsageInterval = PodReport.UsageWindow;

    /// <summary>From not ready to the request to end: whoever chose the pod just before still reaches it.</summary>
    public static readonly TimeSpan UnreadyBeforeStop = TimeSpan.FromMilliseconds(500);

    /// <summary>Before asking a runtime again that did not answer.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>A container that ran so long starts its back-off anew. Kubernetes' number.</summary>
    public static readonly TimeSpan ProvenAfter = TimeSpan.FromMinutes(10);
}
