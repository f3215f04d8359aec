using Selvedge.Core.Caching;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>One request that belongs to a site, on its way through the handlers.</summary>
/// <param name="Exchange">The request, and the way to answer it. Its fields hold no hop-by-hop ones.</param>
/// <param name="Route">Its site.</param>
/// <param name="Host">Lower case, without port.</param>
/// <param name="Target">Normalised.</param>
/// <param name="Facts">Read from its fields.</param>
/// <param name="Record">What is logged of it.</param>
internal sealed record Call(
    Exchange Exchange, Route Route, string Host, string Target, RequestFacts Facts, AccessRecord Record)
{
    /// <summary>The cache key.</summary>
    public string Url { get; } = CacheKey.Of(Exchange.Scheme, Host, Target);

    /// <summary>The rule of the site's cache that applies; null: none.</summary>
    public SiteCacheRule? Rule { get; } = Storing.RuleFor(Route.Section.Cache, Target);

    /// <summary>The fields that go to the origin; made once, since a retry must not add ours twice.</summary>
    public FieldList Forwarded { get; init; } = [];
}
