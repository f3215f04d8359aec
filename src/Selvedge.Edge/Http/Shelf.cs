using System.Collections.Concurrent;
using System.Collections.Immutable;
using Selvedge.Core.Caching;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>One site's part of the cache. Read without a lock; changed only by <see cref="ObjectStore"/> under
/// its.</summary>
internal sealed class Shelf(SiteId site)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _passes = new(StringComparer.Ordinal);

    /// <summary>Whose.</summary>
    public SiteId Site { get; } = site;

    /// <summary>By URL, the newest variant first.</summary>
    public ConcurrentDictionary<string, ImmutableArray<StoredObject>> Urls { get; } = new(StringComparer.Ordinal);

    /// <summary>By purge tag.</summary>
    public Dictionary<string, HashSet<StoredObject>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Fetches under way.</summary>
    public HashSet<FetchTicket> Tickets { get; } = [];

    /// <summary>Fetches that others may join, by URL and accepted codings.</summary>
    public Dictionary<string, FetchTicket> Joinable { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds what answers the request.</summary>
    /// <param name="url">The cache key.</param>
    /// <param name="request">Its fields.</param>
    /// <param name="others">Whether other variants are there.</param>
    public StoredObject? Find(string url, FieldList request, out bool others)
    {
        others = Urls.TryGetValue(url, out var variants);
        if (others)
        {
            foreach (var stored in variants)
            {
                if (stored.Variant.Matches(request))
                {
                    stored.Visited = true;
                    return stored;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the URL's last response could not be shared, so that nobody should wait for the next
    /// one.</summary>
    public bool Passes(string url, DateTimeOffset now) => _passes.TryGetValue(url, out var until) && now < until;

    /// <summary>Remembers that the URL's response could not be shared.</summary>
    public void MarkPass(string url, DateTimeOffset until)
    {
        if (_passes.Count >= Limits.PassMarksMax)
        {
            _passes.Clear();
        }

        _passes[url] = until;
    }

    /// <summary>Forgets it.</summary>
    public void ClearPass(string url) => _passes.TryRemove(url, out _);
}
