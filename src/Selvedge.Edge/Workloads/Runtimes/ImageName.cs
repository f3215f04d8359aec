namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>An image's name in its parts, as registries read it.</summary>
/// <param name="Repository">With the registry's host and port where it is named.</param>
/// <param name="Tag"><c>latest</c> where neither tag nor digest is written; empty where only a digest is.</param>
/// <param name="Digest">For example <c>sha256:…</c>; else empty.</param>
internal readonly record struct ImageName(string Repository, string Tag, string Digest)
{
    /// <summary>The longest name that is read.</summary>
    private const int CharsMax = 512;

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out ImageName name)
    {
        name = default;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? "" : text[(at + 1)..];
        var rest = at < 0 ? text : text[..at];
        var colon = rest.LastIndexOf(':');
        var hasTag = colon > rest.LastIndexOf('/');
        var tag = hasTag ? rest[(colon + 1)..] : at < 0 ? "latest" : "";
        var repository = hasTag ? rest[..colon] : rest;
        if (text.Length > CharsMax || (hasTag && !IsPart(tag)) || (at >= 0 && !IsPart(digest))
            || !repository.Split('/').All(IsPart))
        {
            return false;
        }

        name = new ImageName(repository, tag, digest);
        return true;
    }

    private static bool IsPart(string part) =>
        part.Length > 0 && (char.IsAsciiLetterOrDigit(part[0]) || part[0] == '_')
        && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':')
        && !part.Contains("..", StringComparison.Ordinal);
}
