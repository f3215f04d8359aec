using System.Collections.Immutable;

namespace Selvedge.Core.Caching;

/// <summary>Asking the origin whether a stored response is still good (RFC 9111, section 4.3).</summary>
public static class Validation
{
    // Section 3.2: a 304 describes no content, so what describes the stored content stays. A cookie is one user's.
    private static readonly ImmutableArray<string> Kept =
        ["Content-Length", "Content-Encoding", "Content-Type", "Content-Range", "Set-Cookie"];

    /// <summary>Puts the stored response's validators into the request (section 4.3.1), in place of the
    /// client's.</summary>
    /// <param name="request">The fields that go to the origin.</param>
    /// <param name="stored">The fields that are stored.</param>
    public static void Ask(FieldList request, FieldList stored)
    {
        Unconditional(request);
        if (stored.First("ETag") is { } tag)
        {
            request.Set("If-None-Match", tag);
        }

        if (stored.First("Last-Modified") is { } changed)
        {
            request.Set("If-Modified-Since", changed);
        }
    }

    /// <summary>Removes every condition and range, so that the whole response comes.</summary>
    public static void Unconditional(FieldList request)
    {
        request.Remove("If-None-Match");
        request.Remove("If-Modified-Since");
        request.Remove("If-Range");
        request.Remove("Range");
    }

    /// <summary>Updates stored fields by those of a 304 (sections 3.2 and 4.3.4).</summary>
    /// <param name="stored">The fields that are stored; not changed.</param>
    /// <param name="fresh">The fields of the 304, without hop-by-hop ones.</param>
    public static FieldList Merge(FieldList stored, FieldList fresh)
    {
        var merged = new FieldList(stored);

        // The stored Age counted from another message: without one in the 304 it is void.
        merged.Remove("Age");
        foreach (var name in fresh.Select(field => field.Name).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!Kept.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                merged.Remove(name);
            }
        }

        foreach (var field in fresh)
        {
            if (!Kept.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            {
                merged.Add(field.Name, field.Value);
            }
        }

        return merged;
    }

    /// <summary>Whether the 304 is about the stored response (section 4.3.4): a tag in it must be the stored
    /// one.</summary>
    public static bool Concerns(ResponseFacts stored, ResponseFacts notModified) =>
        notModified.Tag is not { } tag || (stored.Tag is { } own && own.WeakEquals(tag));
}
