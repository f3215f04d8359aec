using System.Collections.Immutable;
using System.Security.Cryptography;
using Selvedge.Core.Resources;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>One attempt to bring one certificate's order to its end. What an attempt needs to know is in the store
/// before the authority is asked for the next step, so that the attempt after a kill goes on where this one stopped.
/// </summary>
internal sealed class OrderRun(OrderTools tools, AcmeSession session, Certificate certificate)
{
    private readonly AcmeClient _client = session.Client;
    private readonly SiteId _site = new(certificate.Metadata.Namespace, certificate.Metadata.Name);
    private CertificateStatus _status = certificate.Status;
    private bool _isGone;

    /// <summary>The status as last written.</summary>
    public CertificateStatus Status => _status;

    private ImmutableArray<string> Hostnames => certificate.Spec.Hostnames;

    private DateTimeOffset Now => tools.Time.GetUtcNow();

    /// <summary>Goes on with the order of the status, or makes one.</summary>
    public async Task<OrderEnd> RunAsync(CancellationToken cancellation)
    {
        var end = await AttemptAsync(cancellation);
        // An authority that forgot the account (a new database, say) forgot the order too: register again, once.
        return end is { Failure.Reason: AcmeFailure.AccountGone } && !_isGone
            ? await AttemptAsync(cancellation)
            : end;
    }

    private async Task<OrderEnd> AttemptAsync(CancellationToken cancellation)
    {
        var account = await session.AccountAsync(cancellation);
        if (!account.IsOk)
        {
            return new OrderEnd(account.Failure, KeepsOrder: true);
        }

        var end = await OrderAsync(account.Value, cancellation);
        if (end is { Failure.Reason: AcmeFailure.AccountGone })
        {
            await session.ForgetAsync(account.Value, cancellation);
            await SaveAsync(_status.WithoutOrder(), cancellation);
        }

        return _isGone ? OrderEnd.Moot : end;
    }

    private async Task<OrderEnd> OrderAsync(AcmeAccountKey account, CancellationToken cancellation)
    {
        var (url, order, failure) = await ResumeAsync(account, cancellation);
        if (failure is not null)
        {
            return OrderEnd.Failed(failure);
        }

        using var key = await NextKeyAsync(isNewOrder: url is null, cancellation);
        if (url is null)
        {
            (url, order, failure) = await NewAsync(account, cancellation);
        }

        if (failure is not null || url is null || order is null)
        {
            return failure is null ? OrderEnd.Moot : OrderEnd.Failed(failure);
        }

        if (order.State is AcmeState.Pending or AcmeState.Invalid)
        {
            failure = await ProveAsync(order, account, cancellation);
            if (failure is not null || _isGone)
            {
                return failure is null ? OrderEnd.Moot : OrderEnd.Failed(failure);
            }
        }

        return await FinishAsync(url, account, key, cancellation);
    }

    /// <summary>The order that the status names, where it is of this account, for these names and alive.</summary>
    private async Task<(Uri? Url, AcmeOrder? Order, AcmeFailure? Failure)> ResumeAsync(
        AcmeAccountKey account, CancellationToken cancellation)
    {
        if (_status.OrderUrl.Length == 0)
        {
            return default;
        }

        var url = new Uri(_status.OrderUrl);
        var message = "it was made by another account";
        if (_status.AccountUrl == account.Url)
        {
            var order = await _client.OrderAsync(url, account, cancellation);
            if (order.IsOk && order.Value.IsFor(Hostnames))
            {
                return (url, order.Value, null);
            }

            if (order.Failure is { } failure && (failure.IsTransient || failure.Reason == AcmeFailure.AccountGone))
            {
                return (null, null, failure);
            }

            message = order.Failure?.Message ?? "the hostnames changed";
        }

        Log.OrderLost(tools.Logger, _site, _status.OrderUrl, message);
        await SaveAsync(_status.WithoutOrder(), cancellation);
        return default;
    }

    private async Task<(Uri? Url, AcmeOrder? Order, AcmeFailure? Failure)> NewAsync(
        AcmeAccountKey account, CancellationToken cancellation)
    {
        // An account without an order: an order was about to be made, and may have been, when we were killed.
        if (_status.AccountUrl == account.Url)
        {
            var (found, failure) = await OrderFinder.FindAsync(_client, account, Hostnames, cancellation);
            if (found is not null)
            {
                Log.FoundOrder(tools.Logger, _site, found.AbsoluteUri);
                await SaveAsync(_status with { OrderUrl = found.AbsoluteUri }, cancellation);
                var again = await _client.OrderAsync(found, account, cancellation);
                return (found, again.Value, again.Failure);
            }

            if (failure is not null && _status.Failures < Limits.OrderLooksMax)
            {
                return (null, null, failure);
            }
        }

        await SaveAsync(
            (_status with { AccountUrl = account.Url! }).With(
                Conditions.Issuing, true, "Ordering", $"An order goes to {session.Issuer.Name}.", Now),
            cancellation);
        if (_isGone)
        {
            return default;
        }

        var made = await _client.NewOrderAsync(Hostnames, account, cancellation);
        if (!made.IsOk)
        {
            return (null, null, made.Failure);
        }

        if (made.Location is not { } url)
        {
            return (null, null, new AcmeFailure(AcmeFailure.Malformed, "The authority names no order URL.", true));
        }

        await SaveAsync(_status with { OrderUrl = url.AbsoluteUri }, cancellation);
        tools.Metrics.Ordered(session.Issuer.Name);
        Log.Ordered(tools.Logger, _site, url.AbsoluteUri);
        return (url, made.Value, null);
    }

    /// <summary>The key of the certificate to come: stored before anything is asked for it.</summary>
    private async Task<ECDsa> NextKeyAsync(bool isNewOrder, CancellationToken cancellation)
    {
        var place = CertificateSecrets.NextKeyOf(certificate);
        var stored = CertificateSecrets.Text(await tools.Secrets.GetAsync(place, cancellation), "tls.key");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (stored.Length > 0)
        {
            // Left over from an order that ended well: a renewal takes a new key.
            var used = isNewOrder && stored == CertificateSecrets.Text(
                await tools.Secrets.GetAsync(place with { Name = certificate.Spec.SecretName }, cancellation),
                "tls.key");
            if (!used)
            {
                key.ImportFromPem(stored);
                return key;
            }
        }

        var data = ImmutableSortedDictionary<string, string>.Empty.Add("tls.key", key.ExportPkcs8PrivateKeyPem());
        if (!await tools.Secrets.WriteAsync(
            place, "Opaque", certificate.Spec.Issuer, data, certificate, cancellation))
        {
            throw new InvalidOperationException($"{place} is not ours: rename the operator's own Secret.");
        }

        return key;
    }

    /// <summary>Has the nodes answer what is asked, tells the authority, and waits for its judgement.</summary>
    private async Task<AcmeFailure?> ProveAsync(
        AcmeOrder order, AcmeAccountKey account, CancellationToken cancellation)
    {
        var (authorizations, failure) = await ProofWait.AuthorizationsAsync(
            _client, order.Authorizations, account, cancellation);
        if (failure is not null)
        {
            return failure;
        }

        var zones = (await tools.Documents.ListAsync<Zone>(ResourceNames.Zones, cancellation))
            .Select(zone => zone.Metadata.Name).ToArray();
        var challenges = Challenges.Pick(authorizations, zones, account.Thumbprint);
        if (challenges.Failure is not null)
        {
            return challenges.Failure;
        }

        if (challenges.Answers.Length > 0)
        {
            await SaveAsync(
                (_status with { Challenges = challenges.Answers }).With(
                    Conditions.Issuing, true, "Validating", "The authority validates the hostnames.", Now),
                cancellation);
            failure = _isGone ? null : await TellAsync(order, challenges, account, cancellation);
            if (failure is not null || _isGone)
            {
                return failure;
            }
        }

        return await ProofWait.UntilValidAsync(
            _client, order.Authorizations, account, tools.Time, cancellation);
    }

    private async Task<AcmeFailure?> TellAsync(
        AcmeOrder order, Challenges challenges, AcmeAccountKey account, CancellationToken cancellation)
    {
        var deadline = Now + tools.Options.ChallengesLiveWithin;
        while (!await tools.ChallengesAreLive(challenges.Answers, cancellation))
        {
            if (Now >= deadline)
            {
                return new AcmeFailure(
                    "ChallengesNotLive",
                    $"Not every live node answers the challenges within {tools.Options.ChallengesLiveWithin}; the "
                    + "authority was not asked yet.",
                    true);
            }

            await Task.Delay(Limits.LivePoll, tools.Time, cancellation);
        }

        foreach (var url in challenges.Urls)
        {
            var told = await _client.AnsweredAsync(url, account, cancellation);
            // Told before a kill, it may have been judged since we looked: there is nothing left to tell.
            if (!told.IsOk && await ProofWait.WhyUntoldAsync(
                _client, order.Authorizations, url, told.Failure, account, cancellation) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<OrderEnd> FinishAsync(
        Uri url, AcmeAccountKey account, ECDsa key, CancellationToken cancellation)
    {
        var (order, failure) = await ProofWait.CertificateAsync(
            _client, url, SigningRequest.Build(key, Hostnames), account, tools.Time, cancellation);
        if (failure is not null)
        {
            return OrderEnd.Failed(failure);
        }

        var chain = await _client.ChainAsync(order!, account, cancellation);
        if (!chain.IsOk)
        {
            return OrderEnd.Failed(chain.Failure);
        }

        var pem = key.ExportPkcs8PrivateKeyPem();
        var check = ChainCheck.Of(chain.Value, pem, Hostnames, Now);
        if (check.Facts is null || check.Findings.Length > 0)
        {
            var finding = check.Findings[0];
            return OrderEnd.Lost(new AcmeFailure(
                finding.Reason, $"The authority's chain is not used: {finding.Message}", false));
        }

        // Used all the same, it would look like changed hostnames and be ordered again and again.
        return check.Facts.Hostnames.ToHashSet(StringComparer.Ordinal).SetEquals(Hostnames)
            ? await StoreAsync(chain.Value, pem, check.Facts, cancellation)
            : OrderEnd.Lost(new AcmeFailure(
                "NamesDiffer",
                $"The authority certified {string.Join(", ", check.Facts.Hostnames)} and not what was ordered.",
                false));
    }

    private async Task<OrderEnd> StoreAsync(
        string chainPem, string keyPem, ChainFacts facts, CancellationToken cancellation)
    {
        var next = CertificateSecrets.NextKeyOf(certificate);
        var data = ImmutableSortedDictionary<string, string>.Empty.Add("tls.crt", chainPem).Add("tls.key", keyPem);
        if (!await tools.Secrets.WriteAsync(
            next with { Name = certificate.Spec.SecretName },
            CertificateSecrets.TlsType,
            certificate.Spec.Issuer,
            data,
            certificate,
            cancellation))
        {
            return OrderEnd.Moot;
        }

        await SaveAsync(CertificateFacts.Issued(_status, facts, Now, tools.Jitter.Next()), cancellation);
        await tools.Secrets.DeleteAsync(next, cancellation);
        tools.Metrics.Issued(session.Issuer.Name);
        Log.Issued(tools.Logger, _site, facts.Serial, facts.NotAfter);
        return OrderEnd.Issued;
    }

    private async Task SaveAsync(CertificateStatus status, CancellationToken cancellation)
    {
        _status = status;
        _isGone |= await tools.Documents.UpdateStatusAsync(
            SiteCertificates.KeyOf(_site), status, cancellation) is null;
    }
}
