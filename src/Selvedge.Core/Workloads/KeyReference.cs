namespace Selvedge.Core.Workloads;

/// <summary>One entry of a ConfigMap or a Secret.</summary>
public sealed record KeyReference
{
    /// <summary>The document's name, in the pod's namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>The entry.</summary>
    public string Key { get; init; } = "";

    /// <summary>True: nothing happens where it is not there. False (the default): the container does not
    /// start.</summary>
    public bool Optional { get; init; }
}
