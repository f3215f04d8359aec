namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>A pod that needs a node.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Location">Where it has to run.</param>
/// <param name="Requests">What it needs.</param>
/// <param name="Movable">Whether it may be ended here and begun elsewhere.</param>
public sealed record CapacityDemand(string Name, string Location, Capacity Requests, bool Movable = true);
