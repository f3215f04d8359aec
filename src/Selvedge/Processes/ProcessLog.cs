using Selvedge.Fabric.Telemetry;

namespace Selvedge.Processes;

/// <summary>Every process logs one JSON object a line to its standard output.</summary>
internal static class ProcessLog
{
    /// <summary>The log of one process.</summary>
    public static JsonLines Create(string process, string node, string location, TimeProvider time) => new(
        System.Console.OpenStandardOutput(),
        new JsonLinesOptions
        {
            Process = process,
            Node = node.Length > 0 ? node : null,
            Location = location.Length > 0 ? location : null,
        },
        time);
}
