using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Selvedge.Control.Documents;

/// <summary>Turns edited document trees back into elements.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class NodeJson : JsonSerializerContext;
