using System.Text.Json.Serialization;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>How the process runtime's own files are written.</summary>
[JsonSerializable(typeof(ProcessFolder.Identity))]
internal sealed partial class ProcessJson : JsonSerializerContext;
