using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Looks at one certificate as it stands in the store and does what it needs. Knows nothing that is not in the
/// store but the issuers' accounts and pauses.</summary>
internal sealed class CertificateKeeper(
    OrderTools tools, SiteCertificates certificates, IReadOnlyDictionary<string, AcmeSession> sessions)
{
    private DateTimeOffset Now => tools.Time.GetUtcNow();

    /// <summary>Looks once.</summary>
    /// <returns>When to look again; null: not before something changes.</returns>
    public async Task<DateTimeOffset?> LookAsync(SiteId id, CancellationToken cancellation)
    {
        var site = await tools.Documents.GetAsync<Site>(
            new ResourceKey(ResourceNames.Sites, id.Namespace, id.Name), cancellation);
        if (site is null)
        {
            await certificates.RemoveAsync(id, cancellation);
            tools.Metrics.Forget(id);
            return null;
        }

        if (await certificates.EnsureAsync(site, cancellation) is not { } certificate)
        {
            return Now;
        }

        var place = CertificateSecrets.KeyOf(id.Namespace, certificate.Spec.SecretName);
        var secret = await tools.Secrets.GetAsync(place, cancellation);
        var check = secret is null ? null : ChainCheck.Of(
            CertificateSecrets.Text(secret, "tls.crt"),
            CertificateSecrets.Text(secret, "tls.key"),
            certificate.Spec.Hostnames,
            Now);
        if (check?.Facts is { } facts)
        {
            tools.Metrics.Ends(id, facts.NotAfter);
        }

        if (secret is not null && !CertificateSecrets.IsOurs(secret))
        {
            return await UploadedAsync(certificate, secret, check!, cancellation);
        }

        var status = Adopt(certificate.Status, check);
        var need = Need(certificate, status, secret, check);
        return need is null
            ? await SettleAsync(certificate, status, check!.Facts!, cancellation)
            : await IssueAsync(certificate with { Status = status }, need, cancellation);
    }

    /// <summary>Takes what the Secret says into a status that lacks it: its Certificate was removed and made
    /// anew.</summary>
    private CertificateStatus Adopt(CertificateStatus status, ChainCheck? check)
    {
        // With an order under way the Secret may be ahead of the status by one kill: the order's end will tell.
        if (status.OrderUrl.Length > 0 || check is not { Facts: { } facts, Findings.Length: 0 }
            || (status.Serial == facts.Serial && status.RenewAt is not null))
        {
            return status;
        }

        return CertificateFacts.Issued(status, facts, Now, tools.Jitter.Next());
    }

    /// <summary>Why a certificate is to be issued, or null.</summary>
    private string? Need(Certificate certificate, CertificateStatus status, Secret? secret, ChainCheck? check)
    {
        if (secret is null || check is null)
        {
            return "NoSecret";
        }

        if (check.Facts is null || check.Findings.Any(finding => finding.Reason != "NameNotCovered"))
        {
            return check.Findings[0].Reason;
        }

        if (!check.Facts.Hostnames.ToHashSet(StringComparer.Ordinal).SetEquals(certificate.Spec.Hostnames))
        {
            return "HostnamesChanged";
        }

        if (secret.Metadata.Annotations[CertificateSecrets.IssuedBy] != certificate.Spec.Issuer)
        {
            return "IssuerChanged";
        }

        return status.RenewAt <= Now ? "RenewalDue" : null;
    }

    private async Task<DateTimeOffset?> SettleAsync(
        Certificate certificate, CertificateStatus status, ChainFacts facts, CancellationToken cancellation)
    {
        if (status.OrderUrl.Length > 0 || status.AccountUrl.Length > 0 || status.Failures > 0
            || !status.Conditions.Any(condition => condition is { Type: Conditions.Ready, Status: "True" }))
        {
            // Nothing is needed any more: the hostnames were changed back, say.
            status = CertificateFacts.Issued(status, facts, Now, tools.Jitter.Next());
        }

        await SaveAsync(certificate, status, cancellation);
        await tools.Secrets.DeleteAsync(CertificateSecrets.NextKeyOf(certificate), cancellation);
        return Sooner(status.RenewAt, Now + Limits.LookAgain);
    }

    private async Task<DateTimeOffset?> UploadedAsync(
        Certificate certificate, Secret secret, ChainCheck check, CancellationToken cancellation)
    {
        var finding = secret.Type != CertificateSecrets.TlsType
            ? new ChainFinding(
                "SecretOfOtherType",
                $"Secret {certificate.Spec.SecretName} is of type {secret.Type}: make it {CertificateSecrets.TlsType} "
                + "with tls.crt and tls.key, or rename it to have one issued.")
            : check.Findings.FirstOrDefault();
        var status = CertificateFacts.Of(certificate.Status.WithoutOrder(), check.Facts) with
        {
            RenewAt = null,
            Failures = 0,
            NotBeforeRetry = null,
        };
        status = status
            .With(
                Conditions.Ready,
                finding is null,
                finding?.Reason ?? "Uploaded",
                finding is null ? CertificateFacts.Until(check.Facts!) : Words(check, finding),
                Now)
            .With(Conditions.Issuing, false, "Uploaded", "The Secret is an operator's own: nothing is issued.", Now);
        if (finding is not null && certificate.Status.Conditions.All(old => old.Reason != finding.Reason))
        {
            tools.Metrics.Failed(finding.Reason);
        }

        await SaveAsync(certificate, status, cancellation);
        await tools.Secrets.DeleteAsync(CertificateSecrets.NextKeyOf(certificate), cancellation);
        var change = finding?.Reason == "NotYetValid" ? check.Facts?.NotBefore : check.Facts?.NotAfter;
        return Sooner(change > Now ? change : null, Now + Limits.LookAgain);
    }

    private async Task<DateTimeOffset?> IssueAsync(
        Certificate certificate, string need, CancellationToken cancellation)
    {
        var id = new SiteId(certificate.Metadata.Namespace, certificate.Metadata.Name);
        var status = Readiness(certificate.Status, need);
        if (!sessions.TryGetValue(certificate.Spec.Issuer, out var session))
        {
            var names = string.Join(", ", sessions.Keys.Order(StringComparer.Ordinal));
            var failure = new AcmeFailure(
                "UnknownIssuer",
                names.Length > 0
                    ? $"No issuer is named {certificate.Spec.Issuer}; there are {names}: correct spec.tls.issuer of "
                        + "the Site."
                    : $"The control plane has no issuer: configure issuers, or upload the Secret {id.Name}-tls.",
                false);
            tools.Metrics.Failed(failure.Reason);
            await SaveAsync(
                certificate,
                status.WithoutOrder().With(Conditions.Issuing, false, failure.Reason, failure.Message, Now),
                cancellation);
            return Now + Limits.LookAgain;
        }

        if (status.NotBeforeRetry is { } retry && retry > Now)
        {
            await SaveAsync(certificate, status, cancellation);
            return retry;
        }

        if (status.OrderUrl.Length == 0 && session.PausedUntil > Now)
        {
            await SaveAsync(
                certificate,
                status.With(
                    Conditions.Issuing,
                    false,
                    AcmeFailure.RateLimited,
                    $"Issuer {session.Issuer.Name} asked every certificate to wait.",
                    Now),
                cancellation);
            return session.PausedUntil;
        }

        Log.Issuing(tools.Logger, id, session.Issuer.Name, need);
        var run = new OrderRun(tools, session, certificate with { Status = status });
        var end = await run.RunAsync(cancellation);
        return end.Failure is null ? Now : await FailedAsync(certificate, run.Status, session, end, cancellation);
    }

    private async Task<DateTimeOffset?> FailedAsync(
        Certificate certificate, CertificateStatus status, AcmeSession session, OrderEnd end,
        CancellationToken cancellation)
    {
        var failure = end.Failure!;
        var failures = status.Failures + 1;
        var pause = Pace.BackOff(failures, failure.IsTransient, tools.Jitter.Next());
        if (failure.RetryAfter > pause)
        {
            pause = failure.RetryAfter.Value;
        }

        if (failure.Reason == AcmeFailure.RateLimited)
        {
            session.Pause(pause);
        }

        var retry = Now + pause;
        var left = end.KeepsOrder ? status : status.WithoutOrder();
        await SaveAsync(
            certificate,
            (left with { Failures = failures, NotBeforeRetry = retry }).With(
                Conditions.Issuing, false, failure.Reason, failure.Message, Now),
            cancellation);
        tools.Metrics.Failed(failure.Reason);
        Log.Failed(
            tools.Logger,
            new SiteId(certificate.Metadata.Namespace, certificate.Metadata.Name),
            failure.Reason,
            failure.Message,
            retry);
        return retry;
    }

    /// <summary>What users have while the next certificate is on its way.</summary>
    private CertificateStatus Readiness(CertificateStatus status, string need) => need switch
    {
        "RenewalDue" or "IssuerChanged" => status,
        "HostnamesChanged" => status.With(
            Conditions.Ready, false, need, "The certificate in use is not for exactly these hostnames.", Now),
        _ => status.With(Conditions.Ready, false, need, "No certificate can be shown to users yet.", Now),
    };

    private async Task SaveAsync(Certificate certificate, CertificateStatus status, CancellationToken cancellation) =>
        await tools.Documents.UpdateStatusAsync(
            SiteCertificates.KeyOf(new SiteId(certificate.Metadata.Namespace, certificate.Metadata.Name)),
            status,
            cancellation);

    private static string Words(ChainCheck check, ChainFinding first) => check.Findings.Contains(first)
        ? string.Join(' ', check.Findings.Select(finding => finding.Message))
        : first.Message;

    private static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset other) =>
        one < other ? one : other;
}
