using System.Collections.Immutable;

namespace Selvedge.Core.Caching;

/// <summary>What caching needs to know of a request, read from its fields.</summary>
public sealed record RequestFacts
{
    /// <summary>Case-sensitive.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Cache-Control; <c>Pragma: no-cache</c> without it counts as no-cache (RFC 9111, section 5.4).</summary>
    public CacheDirectives Directives { get; init; }

    /// <summary>Whether there is an Authorization field.</summary>
    public bool Authorized { get; init; }

    /// <summary>Whether If-Match or If-Unmodified-Since stands there: only the origin can answer those.</summary>
    public bool OriginCondition { get; init; }

    /// <summary>Whether an If-None-Match field stands there.</summary>
    public bool HasIfNoneMatch { get; init; }

    /// <summary>Whether it is <c>*</c>.</summary>
    public bool IfNoneMatchAny { get; init; }

    /// <summary>Its tags.</summary>
    public ImmutableArray<EntityTag> IfNoneMatch { get; init; } = [];

    /// <summary>If-Modified-Since, where it is a date.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Whether an If-Range field stands there.</summary>
    public bool HasIfRange { get; init; }

    /// <summary>If-Range as a tag.</summary>
    public EntityTag? IfRangeTag { get; init; }

    /// <summary>If-Range as a date.</summary>
    public DateTimeOffset? IfRangeDate { get; init; }

    /// <summary>Whether a Range field stands there, of whatever form.</summary>
    public bool HasRange { get; init; }

    /// <summary>The range, where it is exactly one of bytes; any other form may be ignored (RFC 9110, section
    /// 14.2).</summary>
    public ByteRange? Range { get; init; }
}
