namespace Selvedge.Edge.Http;

/// <summary>A fetch under way, as the cache sees it: whether its response may still be stored, whether others may share
/// it. Changed only by <see cref="ObjectStore"/> under its lock.</summary>
/// <param name="shelf">Whose.</param>
/// <param name="url">What is fetched.</param>
/// <param name="joinKey">Who may share it; null: nobody.</param>
/// <param name="fetch">The fetch itself; null in tests of the store.</param>
internal sealed class FetchTicket(Shelf shelf, string url, string? joinKey, Fetch? fetch)
{
    /// <summary>Whose.</summary>
    public Shelf Shelf { get; } = shelf;

    /// <summary>What is fetched.</summary>
    public string Url { get; } = url;

    /// <summary>Who may share it; null: nobody.</summary>
    public string? JoinKey { get; } = joinKey;

    /// <summary>The fetch itself.</summary>
    public Fetch? Fetch { get; } = fetch;

    /// <summary>A purge named its URL or site: nothing of it may be stored.</summary>
    public bool Doomed { get; set; }

    /// <summary>The tags that were purged while it was under way; null: none.</summary>
    public HashSet<string>? PurgedTags { get; set; }
}
