using System.Collections.Immutable;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>Waits for an authority, at the pace that it asks for.</summary>
internal static class ProofWait
{
    /// <summary>Every authorization of an order.</summary>
    public static async Task<(ImmutableArray<AcmeAuthorization> Authorizations, AcmeFailure? Failure)>
        AuthorizationsAsync(
            AcmeClient client, ImmutableArray<Uri> urls, AcmeAccountKey account, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<AcmeAuthorization>(urls.Length);
        foreach (var url in urls)
        {
            var one = await client.AuthorizationAsync(url, account, cancellation);
            if (!one.IsOk)
            {
                return ([], one.Failure);
            }

            if (Refusal(one.Value) is { } refusal)
            {
                return ([], refusal);
            }

            all.Add(one.Value);
        }

        return (all.ToImmutable(), null);
    }

    /// <summary>Looks again at a challenge whose telling was refused. An authority takes no word for what it has judged
    /// already, and some show a challenge that they were told of as pending until then.</summary>
    /// <returns>Null where the judgement was good or is under way; else why the order cannot go on.</returns>
    public static async Task<AcmeFailure?> WhyUntoldAsync(
        AcmeClient client,
        ImmutableArray<Uri> urls,
        Uri challenge,
        AcmeFailure refusal,
        AcmeAccountKey account,
        CancellationToken cancellation)
    {
        if (refusal.IsTransient)
        {
            return refusal;
        }

        var (authorizations, failure) = await AuthorizationsAsync(client, urls, account, cancellation);
        var isUntold = authorizations
            .Where(authorization => authorization.State == AcmeState.Pending)
            .SelectMany(authorization => authorization.Challenges)
            .Any(one => one.Url == challenge && one.State == AcmeState.Pending);
        return failure ?? (isUntold ? refusal : null);
    }

    /// <summary>Until every authorization is valid, or one is not to be.</summary>
    public static async Task<AcmeFailure?> UntilValidAsync(
        AcmeClient client,
        ImmutableArray<Uri> urls,
        AcmeAccountKey account,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var pace = new PollPace(time);
        foreach (var url in urls)
        {
            while (true)
            {
                var one = await client.AuthorizationAsync(url, account, cancellation);
                if ((one.Failure ?? Refusal(one.Value!)) is { } failure)
                {
                    return failure;
                }

                if (one.Value!.State == AcmeState.Valid)
                {
                    break;
                }

                if (!await pace.WaitAsync(one.RetryAfter, cancellation))
                {
                    return PollPace.TooSlow($"judgement of {one.Value.Hostname}");
                }
            }
        }

        return null;
    }

    /// <summary>Finalizes the order as soon as it is ready, and waits for the chain's URL.</summary>
    public static async Task<(Uri? Certificate, AcmeFailure? Failure)> CertificateAsync(
        AcmeClient client,
        Uri url,
        byte[] signingRequest,
        AcmeAccountKey account,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var pace = new PollPace(time);
        while (true)
        {
            var order = await client.OrderAsync(url, account, cancellation);
            if (order.Value?.State == AcmeState.Ready)
            {
                order = await client.FinalizeAsync(order.Value.Finalize, signingRequest, account, cancellation);
            }

            if (!order.IsOk)
            {
                return (null, order.Failure);
            }

            if (order.Value.State == AcmeState.Invalid)
            {
                // Over for good, even where the cause would pass: only another order may work.
                return (null, AcmeFailure.From(order.Value.Error) with { IsTransient = false });
            }

            if (order.Value is { State: AcmeState.Valid, Certificate: { } certificate })
            {
                return (certificate, null);
            }

            if (!await pace.WaitAsync(order.RetryAfter, cancellation))
            {
                return (null, PollPace.TooSlow("certificate"));
            }
        }
    }

    private static AcmeFailure? Refusal(AcmeAuthorization authorization)
    {
        if (authorization.State is AcmeState.Pending or AcmeState.Valid)
        {
            return null;
        }

        var failure = AcmeFailure.From(
            authorization.Challenges.Select(challenge => challenge.Error).FirstOrDefault(error => error is not null));
        // What the authority saw wrong will not be right by asking for the same authorization again.
        return failure with { Message = $"{authorization.Hostname}: {failure.Message}", IsTransient = false };
    }
}
