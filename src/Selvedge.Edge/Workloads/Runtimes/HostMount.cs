namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>A file or folder of the node at a place in a container.</summary>
/// <param name="Source">Absolute path on the node; exists.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container cannot change it.</param>
public sealed record HostMount(string Source, string Target, bool ReadOnly);
