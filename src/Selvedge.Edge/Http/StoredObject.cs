using System.Collections.Immutable;
using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>A complete response in the cache. Immutable but for its place in the queue of eviction.</summary>
internal sealed class StoredObject
{
    /// <summary>What one object costs beside its bytes: itself, its index entries, its lists.</summary>
    private const int OverheadBytes = 1024;

    /// <summary>The cache key of its URL.</summary>
    public required string Url { get; init; }

    /// <summary>Whose.</summary>
    public required Shelf Shelf { get; init; }

    /// <summary>Fields without hop-by-hop ones, Content-Length, and our own.</summary>
    public required FieldList Fields { get; init; }

    /// <summary>Read from the fields.</summary>
    public required ResponseFacts Facts { get; init; }

    /// <summary>Which requests it answers.</summary>
    public required Variant Variant { get; init; }

    /// <summary>The body, in pieces.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Body { get; init; }

    /// <summary>Purge tags.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>The age on arrival.</summary>
    public required TimeSpan InitialAge { get; init; }

    /// <summary>When its header arrived, or the 304 that freshened it.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>Bytes of the body.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that it counts for in the cache.</summary>
    public long Cost { get; private set; }

    /// <summary>Used since eviction last looked at it.</summary>
    public bool Visited { get; set; }

    /// <summary>In the queue: the next newer.</summary>
    public StoredObject? Newer { get; set; }

    /// <summary>In the queue: the next older.</summary>
    public StoredObject? Older { get; set; }

    /// <summary>Whether it is in the cache.</summary>
    public bool Linked { get; set; }

    /// <summary>Its age at the moment.</summary>
    public TimeSpan Age(DateTimeOffset now) => Freshness.Age(InitialAge, Received, now);

    /// <summary>Counts length and cost, once all is set.</summary>
    public StoredObject Measured()
    {
        Length = Body.Sum(piece => (long)piece.Length);
        Cost = Length + OverheadBytes + (2L * Url.Length)
            + Fields.Sum(field => 2L * (field.Name.Length + field.Value.Length)) + Tags.Sum(tag => 2L * tag.Length);
        return this;
    }
}
