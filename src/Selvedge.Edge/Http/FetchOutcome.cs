using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>What came of a fetch. Every request that waits for it gets the same one.</summary>
internal abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>There is no response.</summary>
    internal sealed record Failed(UpstreamError Error) : FetchOutcome;

    /// <summary>What is stored is still good.</summary>
    /// <param name="Freshened">With the fields of the 304.</param>
    /// <param name="Stored">Whether it is in the cache, or answers this once only.</param>
    internal sealed record NotModified(StoredObject Freshened, bool Stored) : FetchOutcome;

    /// <summary>A response for all whose body is on its way.</summary>
    /// <param name="Head">Everything of it but the body.</param>
    /// <param name="Length">Of the body; null: unknown.</param>
    /// <param name="Body">On its way.</param>
    /// <param name="First">The first request's place in it; to be disposed by that request.</param>
    internal sealed record Shared(StoredObject Head, long? Length, SharedBody Body, BodyReader First) : FetchOutcome;

    /// <summary>A response for the first request only. The others go to the origin themselves.</summary>
    /// <param name="Response">Taken by the first request through <see cref="Fetch.Take"/>.</param>
    /// <param name="Facts">Read from it.</param>
    /// <param name="Received">When it arrived.</param>
    internal sealed record Private(
        UpstreamResponse Response, ResponseFacts Facts, DateTimeOffset Received) : FetchOutcome;
}
