namespace Selvedge.Core.Caching;

/// <summary>Whether a stored response may answer a request (RFC 9111, section 4).</summary>
public static class Reuse
{
    /// <summary>Decides.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="age">Its age now.</param>
    /// <param name="lifetime">Its freshness lifetime.</param>
    /// <param name="overridden">Whether the lifetime is the operator's, who thereby said that it is for all.</param>
    public static ReuseVerdict Decide(
        RequestFacts request, ResponseFacts stored, TimeSpan age, TimeSpan lifetime, bool overridden)
    {
        var asked = request.Directives;
        var said = stored.Directives;
        if (request.Authorized && !overridden && !Storing.ForAll(said))
        {
            return ReuseVerdict.Unusable;
        }

        if (asked.NoCache || asked.MaxAge < age || (asked.MaxAge == TimeSpan.Zero))
        {
            return ReuseVerdict.RevalidateRequest;
        }

        if (said.NoCache)
        {
            return ReuseVerdict.RevalidateStale;
        }

        var left = lifetime - age;
        if (left > TimeSpan.Zero)
        {
            return asked.MinFresh > left ? ReuseVerdict.RevalidateRequest : ReuseVerdict.Serve;
        }

        if (said.ForbidsStale && !(overridden && !said.MustRevalidate && !said.ProxyRevalidate))
        {
            return ReuseVerdict.RevalidateStale;
        }

        if (asked.MaxStale is { } stale && (stale == TimeSpan.MaxValue || -left <= stale))
        {
            return ReuseVerdict.Serve;
        }

        return said.StaleWhileRevalidate is { } window && -left <= window
            ? ReuseVerdict.ServeAndRevalidate
            : ReuseVerdict.RevalidateStale;
    }

    /// <summary>Whether a stored response may be served in place of an error (RFC 5861, section 4). The origin's
    /// stale-if-error comes before the site's grace.</summary>
    public static bool OnError(
        RequestFacts request, ResponseFacts stored, TimeSpan age, TimeSpan lifetime, TimeSpan grace)
    {
        if (request.Directives.NoCache || request.Directives.MaxAge < age)
        {
            return false;
        }

        var said = stored.Directives;
        return !said.ForbidsStale && age - lifetime <= (said.StaleIfError ?? grace);
    }

    /// <summary>Whether the status is an error that a stale response may stand in for (RFC 5861, section 4).</summary>
    public static bool IsError(int status) => status is 500 or 502 or 503 or 504;
}
