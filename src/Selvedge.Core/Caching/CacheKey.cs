using System.Buffers;
using System.Text;

namespace Selvedge.Core.Caching;

/// <summary>The primary cache key: scheme, host and normalised target (RFC 9111, section 2; RFC 3986, section
/// 6.2.2).</summary>
/// <remarks>The target that is forwarded to the origin is the normalised one too. Were it another, two requests that
/// the cache takes for one could be two for the origin, and a stranger could choose what others get.</remarks>
public static class CacheKey
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create(" /\\?#@%\t");

    /// <summary>Normalises a request target: percent-encodings of unreserved characters decoded, the others in upper
    /// case, dot segments removed.</summary>
    /// <param name="target">Origin form: path and query.</param>
    /// <param name="normal">The normalised target; else empty.</param>
    /// <returns>False where it does not start with a slash, has a fragment, or a character that no URI may
    /// hold.</returns>
    public static bool TryTarget(string target, out string normal)
    {
        normal = "";
        if (target.Length == 0 || target[0] != '/')
        {
            return false;
        }

        var text = new StringBuilder(target.Length);
        for (var i = 0; i < target.Length; i++)
        {
            var c = target[i];
            if (c is <= ' ' or >= '\x7f' or '#')
            {
                return false;
            }

            if (c == '%' && TryOctet(target, i, out var octet))
            {
                Append(text, octet);
                i += 2;
                continue;
            }

            text.Append(c);
        }

        normal = text.ToString();
        var query = normal.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? normal : normal[..query];
        if (path.Contains("/.", StringComparison.Ordinal))
        {
            normal = WithoutDots(path) + (query < 0 ? "" : normal[query..]);
        }

        return true;
    }

    /// <summary>The key itself.</summary>
    /// <param name="scheme"><c>http</c> or <c>https</c>.</param>
    /// <param name="host">Lower case, without port.</param>
    /// <param name="target">From <see cref="TryTarget"/>.</param>
    public static string Of(string scheme, string host, string target) => $"{scheme}://{host}{target}";

    /// <summary>Reads a URL as people write it. The port is dropped: a site is the same at every port of a
    /// node.</summary>
    /// <returns>False where it is not an absolute http or https URL.</returns>
    public static bool TryUrl(string url, out string scheme, out string host, out string target)
    {
        (scheme, host, target) = ("", "", "");
        var colon = url.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        scheme = url[..colon].ToLowerInvariant();
        var rest = url[(colon + 3)..];
        var path = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = path < 0 ? rest : rest[..path];
        var tail = path < 0 ? "/" : rest[path..];
        var fragment = tail.IndexOf('#', StringComparison.Ordinal);
        tail = fragment < 0 ? tail : tail[..fragment];
        return scheme is "http" or "https"
            && TryHost(authority, out host)
            && TryTarget(tail.StartsWith('/') ? tail : "/" + tail, out target);
    }

    /// <summary>Reads a Host field or authority: lower case, without port and final dot.</summary>
    /// <returns>False where it cannot be a host name or address.</returns>
    public static bool TryHost(string authority, out string host)
    {
        host = "";
        var end = authority.StartsWith('[')
            ? authority.IndexOf(']', StringComparison.Ordinal) + 1
            : authority.IndexOf(':', StringComparison.Ordinal);
        var name = end < 0 ? authority : authority[..end];
        name = name.EndsWith('.') ? name[..^1] : name;
        if (name.Length is 0 or > 255 || name.AsSpan().ContainsAny(NotInHosts))
        {
            return false;
        }

        host = name.ToLowerInvariant();
        return true;
    }

    private static void Append(StringBuilder text, int octet)
    {
        if (char.IsAsciiLetterOrDigit((char)octet) || octet is '-' or '.' or '_' or '~')
        {
            text.Append((char)octet);
            return;
        }

        text.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
    }

    private static bool TryOctet(string text, int at, out int octet)
    {
        octet = 0;
        if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
        {
            return false;
        }

        octet = (Digit(text[at + 1]) << 4) | Digit(text[at + 2]);
        return true;
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    // RFC 3986, section 5.2.4, over whole segments.
    private static string WithoutDots(string path)
    {
        var segments = path.Split('/');
        var kept = new List<string>(segments.Length);
        for (var i = 1; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".." when kept.Count > 0:
                    kept.RemoveAt(kept.Count - 1);
                    break;
                case ".." or ".":
                    break;
                default:
                    kept.Add(segments[i]);
                    continue;
            }

            if (last)
            {
                kept.Add("");
            }
        }

        return "/" + string.Join('/', kept);
    }
}
