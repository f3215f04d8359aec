namespace Selvedge.Core.Workloads;

/// <summary>How pods of an old template give way to those of a new one, at one location.</summary>
public sealed record DeploymentStrategy
{
    /// <summary><c>RollingUpdate</c> (the default) or <c>Recreate</c>: all old ones end before the first new one
    /// begins.</summary>
    public string Type { get; init; } = "RollingUpdate";

    /// <summary>For <c>RollingUpdate</c>.</summary>
    public RollingUpdate RollingUpdate { get; init; } = new();
}
