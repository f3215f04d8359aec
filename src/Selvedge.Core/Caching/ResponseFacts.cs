using System.Collections.Immutable;

namespace Selvedge.Core.Caching;

/// <summary>What caching needs to know of a response, read from its status and fields.</summary>
public sealed record ResponseFacts
{
    /// <summary>Status code.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Cache-Control.</summary>
    public CacheDirectives Directives { get; init; }

    /// <summary>When the response was made; where the field is missing or wrong, when it arrived.</summary>
    public DateTimeOffset Date { get; init; }

    /// <summary>Expires. An unreadable value counts as long past (RFC 9111, section 5.3). Null: no field.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Age; zero where there is none.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Last-Modified, where it is a date.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>ETag, where it is one.</summary>
    public EntityTag? Tag { get; init; }

    /// <summary>Whether Vary holds <c>*</c>.</summary>
    public bool VaryAny { get; init; }

    /// <summary>The names in Vary: lower case, sorted, each once.</summary>
    public ImmutableArray<string> Vary { get; init; } = [];

    /// <summary>Whether it sets a cookie.</summary>
    public bool SetsCookie { get; init; }

    /// <summary>Whether it can be validated.</summary>
    public bool HasValidator => Tag is not null || LastModified is not null;
}
