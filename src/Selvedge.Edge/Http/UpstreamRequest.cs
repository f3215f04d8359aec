using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>A request to an origin.</summary>
/// <param name="Method">Case-sensitive.</param>
/// <param name="Target">Path and query, as they are sent.</param>
/// <param name="Host">The Host field.</param>
/// <param name="Fields">End-to-end fields.</param>
/// <param name="Body">The client's body; null: none.</param>
/// <param name="Timeout">To the response's header, from now.</param>
internal sealed record UpstreamRequest(
    string Method, string Target, string Host, FieldList Fields, ExchangeContent? Body, TimeSpan Timeout);
