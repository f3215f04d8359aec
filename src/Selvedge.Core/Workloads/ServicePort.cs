namespace Selvedge.Core.Workloads;

/// <summary>One port of a <see cref="Service"/>.</summary>
public sealed record ServicePort
{
    /// <summary>May be empty where there is one only.</summary>
    public string Name { get; init; } = "";

    /// <summary>The service's own number, 1 to 65,535.</summary>
    public int Port { get; init; }

    /// <summary>The pods' port. Empty: <see cref="Port"/>.</summary>
    public PortReference TargetPort { get; init; }

    /// <summary>The port's number at a pod; null where the pod names no such port.</summary>
    public int? Target(PodSpec pod) => TargetPort.IsEmpty ? Port : TargetPort.In(pod);
}
