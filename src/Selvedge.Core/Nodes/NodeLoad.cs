namespace Selvedge.Core.Nodes;

/// <summary>How busy a node is.</summary>
/// <param name="Pressure">The highest of its resources' utilisations, 0 to 1; what the watermarks are held
/// against.</param>
/// <param name="CpuShare">Of all its processors, 0 to 1.</param>
/// <param name="RequestsInFlight">HTTP requests being served.</param>
/// <param name="RequestsPerSecond">Over the last status interval.</param>
/// <param name="MemoryBytes">Resident.</param>
public sealed record NodeLoad(
    double Pressure, double CpuShare, int RequestsInFlight, double RequestsPerSecond, long MemoryBytes);
