using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>Answers requests from the cache where that is right, and through it otherwise.</summary>
internal sealed class CacheHandler(
    Fetcher fetcher, PassHandler pass, StoredAnswer answer, HttpServerOptions options, TimeProvider time)
{
    /// <summary>Answers a request of a site.</summary>
    public async Task ServeAsync(Call call)
    {
        var facts = call.Facts;
        if (facts.Method is not ("GET" or "HEAD"))
        {
            await pass.PassAsync(call, "method");
            return;
        }

        if (!call.Route.Section.Cache.Enabled || call.Rule is { Bypass: true } || facts.OriginCondition
            || call.Exchange.HasBody)
        {
            await pass.PassAsync(call, "bypass");
            return;
        }

        var stored = call.Route.Shelf.Find(call.Url, call.Exchange.Fields, out var others);
        var proven = options.MayServeFromCache();
        var verdict = stored is null ? ReuseVerdict.Unusable : Decide(call, stored);
        if (!proven && verdict is (ReuseVerdict.Serve or ReuseVerdict.ServeAndRevalidate))
        {
            verdict = ReuseVerdict.RevalidateStale;
        }

        if (facts.Directives.OnlyIfCached && verdict is not (ReuseVerdict.Serve or ReuseVerdict.ServeAndRevalidate))
        {
            // RFC 9111, section 5.2.1.7.
            await ErrorPage.SendAsync(call.Exchange, 504, call.Record.RequestId);
            return;
        }

        if (stored is null)
        {
            await MissAsync(call, others ? "vary-miss" : "miss", proven);
            return;
        }

        switch (verdict)
        {
            case ReuseVerdict.Serve:
                await answer.SendAsync(call, stored, Hit(call, stored));
                break;
            case ReuseVerdict.ServeAndRevalidate:
                RevalidateBehind(call, stored);
                await answer.SendAsync(call, stored, Hit(call, stored));
                break;
            case ReuseVerdict.Unusable:
                await MissAsync(call, "miss", proven: false);
                break;
            case ReuseVerdict.RevalidateRequest:
                await FetchAsync(call, stored, "request", shared: false, proven);
                break;
            default:
                await FetchAsync(call, stored, "stale", shared: proven, proven);
                break;
        }
    }

    private async Task MissAsync(Call call, string forward, bool proven)
    {
        var asked = call.Facts.Directives;
        if (call.Facts.Method == "HEAD" || call.Facts.HasRange || asked.NoStore)
        {
            // Not complete GETs that could be kept: a HEAD has no body, a range is a part.
            await pass.PassAsync(call, forward);
            return;
        }

        await FetchAsync(call, null, forward, shared: proven && !call.Facts.Authorized && !asked.NoCache, proven);
    }

    private async Task FetchAsync(Call call, StoredObject? stale, string forward, bool shared, bool proven)
    {
        call.Record.Cache = forward;
        var started = time.GetTimestamp();
        var fetch = fetcher.Begin(call, stale, shared && !call.Facts.Authorized, out var leads);
        FetchOutcome outcome;
        try
        {
            outcome = await fetch.Outcome.WaitAsync(call.Exchange.Aborted);
        }
        catch (OperationCanceledException) when (leads)
        {
            _ = fetch.LeaveAsync();
            throw;
        }

        call.Record.OriginTime = leads ? fetch.OriginTime : time.GetElapsedTime(started);
        call.Record.OriginStatus = fetch.OriginStatus;
        var usable = proven && stale is not null && OnError(call, stale) ? stale : null;
        var status = new CacheStatus
        {
            Forward = forward,
            ForwardStatus = fetch.OriginStatus == 0 ? null : fetch.OriginStatus,
            Collapsed = !leads,
        };
        await AnswerAsync(call, fetch, outcome, usable, status, leads);
    }

    private async Task AnswerAsync(
        Call call, Fetch fetch, FetchOutcome outcome, StoredObject? usable, CacheStatus status, bool leads)
    {
        switch (outcome)
        {
            case FetchOutcome.Failed failed when usable is null:
                await pass.FailAsync(call, failed.Error, status.Forward, counted: true);
                break;
            case FetchOutcome.Failed failed:
                call.Record.OriginError = failed.Error;
                await SendStaleAsync(call, usable, status);
                break;
            case FetchOutcome.NotModified fresh when leads || fresh.Freshened.Variant.Matches(call.Exchange.Fields):
                await answer.SendAsync(
                    call, fresh.Freshened, status with { Stored = fresh.Stored, Ttl = Ttl(call, fresh.Freshened) });
                break;
            case FetchOutcome.Shared shared when leads || shared.Head.Variant.Matches(call.Exchange.Fields):
                await ShareAsync(call, fetch, shared, status, leads);
                break;
            case FetchOutcome.Private only when usable is not null && Reuse.IsError(only.Facts.Status):
                if (leads && fetch.Take())
                {
                    only.Response.Dispose();
                }

                await SendStaleAsync(call, usable, status);
                break;
            case FetchOutcome.Private only when leads && fetch.Take():
                await SendPrivateAsync(call, only, status);
                break;
            default:
                await pass.PassAsync(call, status.Forward);
                break;
        }
    }

    private async Task ShareAsync(
        Call call, Fetch fetch, FetchOutcome.Shared shared, CacheStatus status, bool leads)
    {
        using var reader = leads && fetch.Take() ? shared.First : shared.Body.TryAttach();
        if (reader is null)
        {
            await pass.PassAsync(call, status.Forward);
            return;
        }

        try
        {
            await answer.StreamAsync(call, shared, reader, status with
            {
                Stored = true,
                Ttl = Ttl(call, shared.Head),
            });
        }
        catch (UpstreamBodyException error)
        {
            PassHandler.Cut(call, error);
        }
    }

    private static async Task SendPrivateAsync(Call call, FetchOutcome.Private only, CacheStatus status)
    {
        if (Conditions.NotModified(call.Facts, only.Facts))
        {
            // The client's condition was kept from the origin, so that its answer could have been stored.
            using (only.Response)
            {
                StoredAnswer.SendNotModified(call, only.Response.Fields, only.Received, status);
            }

            return;
        }

        await PassHandler.SendAsync(call, only.Response, only.Received, status);
    }

    private Task SendStaleAsync(Call call, StoredObject stale, CacheStatus status) =>
        answer.SendAsync(call, stale, status with { Ttl = Ttl(call, stale), Detail = "stale-if-error" });

    private void RevalidateBehind(Call call, StoredObject stored)
    {
        var fetch = fetcher.Begin(call, stored, shared: !call.Facts.Authorized, out var leads);
        if (leads)
        {
            _ = fetch.LeaveAsync();
        }
    }

    private ReuseVerdict Decide(Call call, StoredObject stored) => Reuse.Decide(
        call.Facts, stored.Facts, stored.Age(time.GetUtcNow()), Lifetime(call, stored), call.Rule?.Ttl is not null);

    private bool OnError(Call call, StoredObject stored) => Reuse.OnError(
        call.Facts, stored.Facts, stored.Age(time.GetUtcNow()), Lifetime(call, stored), call.Route.Section.Cache.Grace);

    private CacheStatus Hit(Call call, StoredObject stored) => new() { Hit = true, Ttl = Ttl(call, stored) };

    private TimeSpan Ttl(Call call, StoredObject stored) => Lifetime(call, stored) - stored.Age(time.GetUtcNow());

    private static TimeSpan Lifetime(Call call, StoredObject stored) =>
        Freshness.Lifetime(stored.Facts, call.Rule?.Ttl);
}
