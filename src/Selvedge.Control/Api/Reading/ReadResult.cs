using System.Collections.Immutable;

namespace Selvedge.Control.Api.Reading;

/// <summary>What a text of documents holds.</summary>
/// <param name="Documents">Every document of a known kind, in order, good or not.</param>
/// <param name="Problems">Every problem of every document; empty: all is good.</param>
public sealed record ReadResult(ImmutableArray<ReadDocument> Documents, ImmutableArray<ReadProblem> Problems);
