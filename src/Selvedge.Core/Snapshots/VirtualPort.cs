namespace Selvedge.Core.Snapshots;

/// <summary>A port of a virtual address.</summary>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record VirtualPort(string Protocol, int Port);
