using System.Collections.Immutable;
using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Reads from a message's fields what caching needs to know. Reads anything; malformed fields count as the
/// RFCs say, mostly as absent.</summary>
public static class FactsReader
{
    /// <summary>Facts of a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="now">For two-digit years in dates.</param>
    public static RequestFacts Request(string method, FieldList fields, DateTimeOffset now)
    {
        var control = fields.Combined("Cache-Control");
        CacheControlReader.TryRead(control, out var directives);
        if (control is null
            && fields.Combined("Pragma")?.Contains("no-cache", StringComparison.OrdinalIgnoreCase) == true)
        {
            directives = directives with { NoCache = true };
        }

        var noneMatch = fields.Combined("If-None-Match");
        EntityTagReader.TryReadList(noneMatch, out var any, out var tags);
        var range = fields.Combined("Range");
        var condition = fields.First("If-Range");
        return new RequestFacts
        {
            Method = method,
            Directives = directives,
            Authorized = fields.Has("Authorization"),
            OriginCondition = fields.Has("If-Match") || fields.Has("If-Unmodified-Since"),
            HasIfNoneMatch = noneMatch is not null,
            IfNoneMatchAny = any,
            IfNoneMatch = tags,
            IfModifiedSince = Date(fields.First("If-Modified-Since"), now),
            HasIfRange = condition is not null,
            IfRangeTag = EntityTagReader.TryRead(condition, out var tag) ? tag : null,
            IfRangeDate = Date(condition, now),
            HasRange = range is not null,
            Range = RangeReader.TryRead(range, out var one) ? one : null,
        };
    }

    /// <summary>Facts of a response.</summary>
    /// <param name="status">Its status code.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="received">When its header arrived.</param>
    public static ResponseFacts Response(int status, FieldList fields, DateTimeOffset received)
    {
        CacheControlReader.TryRead(fields.Combined("Cache-Control"), out var directives);
        var names = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var vary = new ListReader(fields.Combined("Vary"));
        while (vary.TryNext(out var name))
        {
            names.Add(name.ToString().ToLowerInvariant());
        }

        // Several Expires: the first counts (RFC 9111, section 4.2.1).
        var expires = fields.First("Expires");
        return new ResponseFacts
        {
            Status = status,
            Directives = directives,
            Date = Date(fields.First("Date"), received) ?? received,
            Expires = expires is null ? null : Date(expires, received) ?? DateTimeOffset.UnixEpoch,
            Age = CacheControlReader.TrySeconds(fields.First("Age").AsSpan(), out var age) ? age : TimeSpan.Zero,
            LastModified = Date(fields.First("Last-Modified"), received),
            Tag = EntityTagReader.TryRead(fields.First("ETag"), out var tag) ? tag : null,
            VaryAny = names.Contains("*"),
            Vary = [.. names],
            SetsCookie = fields.Has("Set-Cookie"),
        };
    }

    private static DateTimeOffset? Date(string? text, DateTimeOffset now) =>
        HttpDate.TryParse(text, now, out var moment) ? moment : null;
}
