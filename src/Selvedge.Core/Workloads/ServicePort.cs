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
}
