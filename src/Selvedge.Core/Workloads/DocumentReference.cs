namespace Selvedge.Core.Workloads;

/// <summary>A ConfigMap or a Secret in the pod's namespace.</summary>
public sealed record DocumentReference
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>True: nothing happens where it is not there. The default is false.</summary>
    public bool Optional { get; init; }
}
