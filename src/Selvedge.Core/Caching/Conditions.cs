namespace Selvedge.Core.Caching;

/// <summary>Conditional and range requests answered from a complete response (RFC 9110, sections 13 and 14; RFC 9111,
/// section 4.3.2).</summary>
public static class Conditions
{
    /// <summary>Whether 304 answers the request.</summary>
    public static bool NotModified(RequestFacts request, ResponseFacts response)
    {
        if (response.Status != 200 || request.Method is not ("GET" or "HEAD"))
        {
            return false;
        }

        // Section 13.2.2: If-None-Match comes first, and where it stands If-Modified-Since is ignored.
        if (request.HasIfNoneMatch)
        {
            return request.IfNoneMatchAny
                || (response.Tag is { } tag && request.IfNoneMatch.Any(other => other.WeakEquals(tag)));
        }

        return request.IfModifiedSince is { } since && (response.LastModified ?? response.Date) <= since;
    }

    /// <summary>Which part of the body answers the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The complete response.</param>
    /// <param name="length">Of its body.</param>
    /// <param name="offset">First byte of the part.</param>
    /// <param name="count">Bytes in the part; the whole length unless a part is wanted.</param>
    public static RangeVerdict Range(
        RequestFacts request, ResponseFacts response, long length, out long offset, out long count)
    {
        offset = 0;
        count = length;
        if (request.Range is not { } range || request.Method != "GET" || response.Status != 200
            || !IfRangeHolds(request, response))
        {
            return RangeVerdict.Whole;
        }

        if (range.TryResolve(length, out offset, out count))
        {
            return RangeVerdict.Part;
        }

        offset = 0;
        count = 0;
        return RangeVerdict.Unsatisfiable;
    }

    // Section 13.1.5: a strong tag, or exactly the date of a Last-Modified that is strong (section 8.8.2.2).
    private static bool IfRangeHolds(RequestFacts request, ResponseFacts response)
    {
        if (!request.HasIfRange)
        {
            return true;
        }

        if (request.IfRangeTag is { } tag)
        {
            return response.Tag is { } own && own.StrongEquals(tag);
        }

        return request.IfRangeDate is { } date && response.LastModified == date
            && response.Date - date >= TimeSpan.FromSeconds(1);
    }
}
