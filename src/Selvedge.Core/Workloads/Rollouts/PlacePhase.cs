namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>How a rollout is at one location.</summary>
public enum PlacePhase
{
    /// <summary>All is as wanted.</summary>
    Complete,

    /// <summary>Pods are on their way.</summary>
    Progressing,

    /// <summary>Other locations come first.</summary>
    Waiting,

    /// <summary>It cannot go on as it is: no node takes a pod, or the last place would go.</summary>
    Held,

    /// <summary>None of its nodes reports: it follows when it is back, and nothing waits for it.</summary>
    CutOff,

    /// <summary>Its pods end, or stay until nobody is sent there.</summary>
    Leaving,
}
