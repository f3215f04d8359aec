using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Selvedge.Control.Api.Answers;

/// <summary>What a request is answered with.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
internal sealed record Answer(int Code, JsonNode Body)
{
    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Sentences for the Warning headers (RFC 7234, section 5.5).</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
