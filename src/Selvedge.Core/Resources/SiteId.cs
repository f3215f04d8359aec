namespace Selvedge.Core.Resources;

/// <summary>The name of a <see cref="Site"/> across the network. Compared ordinally.</summary>
/// <param name="Namespace">The tenant's namespace.</param>
/// <param name="Name">The site's name within it.</param>
public readonly record struct SiteId(string Namespace, string Name) : IComparable<SiteId>
{
    /// <summary>The form used in messages and subjects' payloads: <c>default/shop</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <returns>False where the text is not exactly <c>namespace/name</c>.</returns>
    public static bool TryParse(string? text, out SiteId site)
    {
        site = default;
        if (text is null)
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1 || text.IndexOf('/', slash + 1) >= 0)
        {
            return false;
        }

        site = new SiteId(text[..slash], text[(slash + 1)..]);
        return true;
    }

    /// <summary>Reads a site as operators write it: <c>namespace/name</c>, or a name alone in the namespace
    /// <c>default</c>.</summary>
    public static SiteId InDefault(string text) => TryParse(text, out var site) ? site : new SiteId("default", text);

    /// <summary>Orders by namespace, then by name.</summary>
    public int CompareTo(SiteId other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(SiteId left, SiteId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(SiteId left, SiteId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(SiteId left, SiteId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(SiteId left, SiteId right) => left.CompareTo(right) >= 0;
}
