using System.Collections.Immutable;

namespace Selvedge.Edge.Http;

/// <summary>What a node would do with a GET of a URL now.</summary>
/// <param name="Node">Which node.</param>
/// <param name="Location">Where.</param>
/// <param name="Url">The cache key that the URL has.</param>
/// <param name="Site">The site that serves it; empty: none does here.</param>
/// <param name="Backend">Its origin.</param>
/// <param name="Cache"><c>fresh</c>, <c>stale</c>, <c>absent</c>, <c>bypass</c> (never kept) or <c>unproven</c> (kept,
/// but validated before use since the node may have missed a purge).</param>
/// <param name="Variants">What is kept of it, the newest first.</param>
/// <param name="CertificateNotAfter">When the certificate for the host ends; null: there is none here.</param>
/// <param name="Problem">Why it would not be served, in one sentence; else empty.</param>
public sealed record Explanation(
    string Node,
    string Location,
    string Url,
    string Site,
    string Backend,
    string Cache,
    ImmutableArray<ExplainedVariant> Variants,
    DateTimeOffset? CertificateNotAfter,
    string Problem);
