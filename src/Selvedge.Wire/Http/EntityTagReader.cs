using System.Collections.Immutable;
using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Reads entity tags (RFC 9110, section 8.8.3) and lists of them (section 13.1.2).</summary>
public static class EntityTagReader
{
    /// <summary>More tags than this in one list are not read: honest clients hold a few variants.</summary>
    public const int TagsMax = 64;

    /// <summary>Reads one tag.</summary>
    /// <returns>False where the text is anything else.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out EntityTag tag)
    {
        tag = default;
        var weak = text.StartsWith("W/", StringComparison.Ordinal);
        text = weak ? text[2..] : text;
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return false;
        }

        text = text[1..^1];
        foreach (var c in text)
        {
            if (c is <= ' ' or '"' or '\x7f')
            {
                return false;
            }
        }

        tag = new EntityTag(text.ToString(), weak);
        return true;
    }

    /// <summary>Reads If-None-Match.</summary>
    /// <param name="value">All fields combined.</param>
    /// <param name="any">Whether it is <c>*</c>.</param>
    /// <param name="tags">The tags; members that are none are skipped.</param>
    /// <returns>False where there is neither.</returns>
    public static bool TryReadList(ReadOnlySpan<char> value, out bool any, out ImmutableArray<EntityTag> tags)
    {
        any = value.Trim(" \t") is "*";
        tags = [];
        if (any)
        {
            return true;
        }

        var found = ImmutableArray.CreateBuilder<EntityTag>();
        while (value.Length > 0 && found.Count < TagsMax)
        {
            // A backslash is an ordinary character in a tag, unlike in a quoted string: so no ListReader here.
            var open = value.IndexOf('"');
            var close = open < 0 ? -1 : value[(open + 1)..].IndexOf('"');
            if (close < 0)
            {
                break;
            }

            var end = open + 1 + close + 1;
            if (TryRead(value[..end].TrimStart(" \t,"), out var tag))
            {
                found.Add(tag);
            }

            value = value[end..];
        }

        tags = found.ToImmutable();
        return tags.Length > 0;
    }
}
