using System.Collections.Concurrent;
using System.Collections.Immutable;
using Selvedge.Core.Caching;
using Selvedge.Core.Purging;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>The cache in memory. Bounded in bytes; eviction by SIEVE, which needs no lock on a hit.</summary>
/// <remarks>What is fetched while a purge for it arrives is not stored: a fetch holds a ticket, purges mark the tickets
/// they concern, and both happen under the one lock that storing takes. A marked fetch takes no new readers, since
/// those came after the purge.</remarks>
internal sealed class ObjectStore(long bytesMax)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<SiteId, Shelf> _shelves = new();
    private StoredObject? _newest;
    private StoredObject? _oldest;
    private StoredObject? _hand;
    private long _bytes;
    private long _objects;
    private long _evictions;
    private long _inFlight;

    /// <summary>Bytes in use.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Objects held.</summary>
    public long Objects => Interlocked.Read(ref _objects);

    /// <summary>Objects pushed out by others since the start.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>The site's part, made on first use.</summary>
    public Shelf ShelfOf(SiteId site) => _shelves.GetOrAdd(site, static id => new Shelf(id));

    /// <summary>Takes memory for a body under way.</summary>
    /// <returns>False where bodies under way hold their share already.</returns>
    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _inFlight, bytes) <= bytesMax * Limits.InFlightShare)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    /// <summary>Gives it back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _inFlight, -bytes);

    /// <summary>Joins a fetch under way, or begins one.</summary>
    /// <param name="ticket">The ticket of the new fetch; it begins where false is returned.</param>
    /// <param name="joined">The ticket of the fetch that is shared.</param>
    /// <returns>Whether one is shared.</returns>
    public bool TryJoin(FetchTicket ticket, out FetchTicket joined)
    {
        lock (_lock)
        {
            if (ticket.JoinKey is { } key)
            {
                if (ticket.Shelf.Joinable.TryGetValue(key, out joined!))
                {
                    return true;
                }

                ticket.Shelf.Joinable[key] = ticket;
            }

            ticket.Shelf.Tickets.Add(ticket);
            joined = ticket;
            return false;
        }
    }

    /// <summary>Ends a fetch, stored or not.</summary>
    public void End(FetchTicket ticket)
    {
        lock (_lock)
        {
            ticket.Shelf.Tickets.Remove(ticket);
            Unjoin(ticket);
        }
    }

    /// <summary>Lets nobody join any more: the response is known not to be for all.</summary>
    public void Close(FetchTicket ticket)
    {
        lock (_lock)
        {
            Unjoin(ticket);
        }
    }

    /// <summary>Stores a response in place of the same variant's, unless a purge named it since the fetch
    /// began.</summary>
    /// <returns>Whether it is stored.</returns>
    public bool Commit(FetchTicket ticket, StoredObject response)
    {
        lock (_lock)
        {
            if (ticket.Doomed || response.Cost > bytesMax
                || (ticket.PurgedTags is { } purged && response.Tags.Any(purged.Contains)))
            {
                return false;
            }

            var shelf = ticket.Shelf;
            foreach (var old in shelf.Urls.GetValueOrDefault(ticket.Url, []))
            {
                if (old.Variant.SameAs(response.Variant))
                {
                    Drop(old);
                }
            }

            var variants = shelf.Urls.GetValueOrDefault(ticket.Url, []);
            if (variants.Length >= Limits.VariantsMax)
            {
                Drop(variants[^1]);
                variants = shelf.Urls.GetValueOrDefault(ticket.Url, []);
            }

            shelf.Urls[ticket.Url] = variants.Insert(0, response);
            foreach (var tag in response.Tags)
            {
                if (!shelf.Tags.TryGetValue(tag, out var tagged))
                {
                    shelf.Tags[tag] = tagged = [];
                }

                tagged.Add(response);
            }

            Link(response);
            Evict();
            return true;
        }
    }

    /// <summary>Removes one response.</summary>
    public void Remove(StoredObject stored)
    {
        lock (_lock)
        {
            Drop(stored);
        }
    }

    /// <summary>Applies a purge.</summary>
    /// <returns>How many objects it removed.</returns>
    public int Purge(Purge purge)
    {
        var shelf = ShelfOf(purge.Site);
        switch (purge.Kind)
        {
            case PurgeKind.Url when CacheKey.TryUrl(purge.Value, out _, out var host, out var target):
                return PurgeUrls(shelf, [CacheKey.Of("http", host, target), CacheKey.Of("https", host, target)]);
            case PurgeKind.Tag:
                return PurgeTag(shelf, purge.Value);
            case PurgeKind.Site:
                return PurgeShelf(shelf);
            default:
                return 0;
        }
    }

    /// <summary>Removes everything of everyone.</summary>
    /// <returns>How many objects.</returns>
    public int PurgeAll() => _shelves.Values.Sum(PurgeShelf);

    /// <summary>Removes all variants of URLs.</summary>
    /// <returns>How many objects.</returns>
    public int PurgeUrls(Shelf shelf, IReadOnlyList<string> urls)
    {
        lock (_lock)
        {
            foreach (var ticket in shelf.Tickets.Where(ticket => urls.Contains(ticket.Url, StringComparer.Ordinal)))
            {
                ticket.Doomed = true;
                Unjoin(ticket);
            }

            return urls.Sum(url => DropAll(shelf.Urls.GetValueOrDefault(url, [])));
        }
    }

    private int PurgeTag(Shelf shelf, string tag)
    {
        lock (_lock)
        {
            foreach (var ticket in shelf.Tickets)
            {
                (ticket.PurgedTags ??= new HashSet<string>(StringComparer.Ordinal)).Add(tag);
                Unjoin(ticket);
            }

            return shelf.Tags.TryGetValue(tag, out var tagged) ? DropAll([.. tagged]) : 0;
        }
    }

    private int PurgeShelf(Shelf shelf)
    {
        lock (_lock)
        {
            foreach (var ticket in shelf.Tickets)
            {
                ticket.Doomed = true;
                Unjoin(ticket);
            }

            return shelf.Urls.Values.Sum(DropAll);
        }
    }

    private static void Unjoin(FetchTicket ticket)
    {
        if (ticket.JoinKey is { } key && ticket.Shelf.Joinable.GetValueOrDefault(key) == ticket)
        {
            ticket.Shelf.Joinable.Remove(key);
        }
    }

    private int DropAll(ImmutableArray<StoredObject> stored)
    {
        foreach (var one in stored)
        {
            Drop(one);
        }

        return stored.Length;
    }

    private void Drop(StoredObject stored)
    {
        if (!stored.Linked)
        {
            return;
        }

        var shelf = stored.Shelf;
        var left = shelf.Urls[stored.Url].Remove(stored);
        if (left.IsEmpty)
        {
            shelf.Urls.TryRemove(stored.Url, out _);
        }
        else
        {
            shelf.Urls[stored.Url] = left;
        }

        foreach (var tag in stored.Tags)
        {
            if (shelf.Tags.TryGetValue(tag, out var tagged) && tagged.Remove(stored) && tagged.Count == 0)
            {
                shelf.Tags.Remove(tag);
            }
        }

        Unlink(stored);
    }

    // SIEVE (NSDI 2024): the hand walks from the oldest to the newest; what was used since it last came by stays where
    // it is and loses its mark, the first without one goes.
    private void Evict()
    {
        while (_bytes > bytesMax && (_hand ?? _oldest) is { } candidate)
        {
            _hand = candidate.Newer;
            if (candidate.Visited)
            {
                candidate.Visited = false;
                continue;
            }

            Drop(candidate);
            Interlocked.Increment(ref _evictions);
        }
    }

    private void Link(StoredObject stored)
    {
        stored.Linked = true;
        stored.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = stored;
        }

        _newest = stored;
        _oldest ??= stored;
        Interlocked.Add(ref _bytes, stored.Cost);
        Interlocked.Increment(ref _objects);
    }

    private void Unlink(StoredObject stored)
    {
        _hand = _hand == stored ? stored.Newer : _hand;
        _newest = _newest == stored ? stored.Older : _newest;
        _oldest = _oldest == stored ? stored.Newer : _oldest;
        if (stored.Older is { } older)
        {
            older.Newer = stored.Newer;
        }

        if (stored.Newer is { } newer)
        {
            newer.Older = stored.Older;
        }

        (stored.Older, stored.Newer, stored.Linked) = (null, null, false);
        Interlocked.Add(ref _bytes, -stored.Cost);
        Interlocked.Decrement(ref _objects);
    }
}
