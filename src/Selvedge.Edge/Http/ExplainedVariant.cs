using System.Collections.Immutable;

namespace Selvedge.Edge.Http;

/// <summary>One kept response.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Age">Its age (RFC 9111, section 4.2.3).</param>
/// <param name="Ttl">What is left of its lifetime; negative: stale for so long.</param>
/// <param name="Bytes">Of its body.</param>
/// <param name="Vary">The request fields that select it.</param>
/// <param name="Tags">Purge tags.</param>
public sealed record ExplainedVariant(
    int Status, TimeSpan Age, TimeSpan Ttl, long Bytes, ImmutableArray<string> Vary, ImmutableArray<string> Tags);
