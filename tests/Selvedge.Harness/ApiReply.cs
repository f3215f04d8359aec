using System.Text.Json.Nodes;

namespace Selvedge.Harness;

/// <summary>What the API answered.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Text">The body.</param>
public sealed record ApiReply(int Code, string Text)
{
    /// <summary>The body of an answer that must be good.</summary>
    public JsonNode Good() => Code is >= 200 and < 300
        ? JsonNode.Parse(Text)!
        : throw new InvalidOperationException($"The API answered {Code}: {Text}");
}
