using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Selvedge.Origin;

/// <summary>A file of the origin, and how it is served.</summary>
/// <param name="Path">On this machine.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">Whole seconds, as HTTP dates have them.</param>
/// <param name="ContentType">By the name's extension.</param>
/// <param name="CacheControl">By the kind of file: pages a minute, assets an hour, large binaries a day.</param>
/// <param name="SurrogateKey">The tags to purge it by, separated by spaces.</param>
internal sealed record OriginFile(
    string Path, long Length, DateTimeOffset Modified, string ContentType, string CacheControl, string SurrogateKey)
{
    private const string PageCacheControl = "public, max-age=60";
    private const string AssetCacheControl = "public, max-age=3600";
    private const string BinaryCacheControl = "public, max-age=86400";

    /// <summary>Changes when the file does: its time and its length, as other file servers do.</summary>
    public EntityTagHeaderValue EntityTag { get; } = new(
        string.Create(CultureInfo.InvariantCulture, $"\"{Modified.ToUnixTimeSeconds():x}-{Length:x}\""));

    /// <summary>Finds what a request's path names.</summary>
    /// <param name="root">The site's directory, an absolute path without a slash at its end.</param>
    /// <param name="path">Percent-decoded, beginning with a slash. A path that ends with one means its index.html.
    /// </param>
    /// <returns>Null where there is no such file; a path that could leave the root, a hidden file and a link are
    /// no files either.</returns>
    public static OriginFile? Find(string root, string path)
    {
        if (!path.StartsWith('/') || path.AsSpan().IndexOfAny('\\', '\0') >= 0
            || path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal))
        {
            return null;
        }

        var name = path.EndsWith('/') ? path + "index.html" : path;
        var full = System.IO.Path.GetFullPath(root + name);
        if (!full.StartsWith(root + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var file = new FileInfo(full);
        if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return null;
        }

        var extension = System.IO.Path.GetExtension(name);
        var written = new DateTimeOffset(file.LastWriteTimeUtc);
        var modified = DateTimeOffset.FromUnixTimeSeconds(written.ToUnixTimeSeconds());
        return new OriginFile(full, file.Length, modified, TypeOf(extension), LifetimeOf(extension), TagsOf(name));
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static string LifetimeOf(string extension) => extension switch
    {
        ".html" => PageCacheControl,
        ".bin" => BinaryCacheControl,
        _ => AssetCacheControl,
    };

    private static string TagsOf(string name)
    {
        var stem = System.IO.Path.GetFileNameWithoutExtension(name);
        return System.IO.Path.GetExtension(name) != ".html" ? "asset"
            : name.StartsWith("/cities/", StringComparison.Ordinal) ? $"page city-{stem}"
            : "page";
    }
}
