using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>One issuer in use: its connections, its account, and the pause that it asked for.</summary>
internal sealed class AcmeSession(
    AcmeIssuer issuer, HttpMessageHandler transport, CertificateSecrets secrets, TimeProvider time, ILogger logger)
    : IDisposable
{
    private const string KeyName = "key";
    private const string UrlName = "kid";
    private const string DirectoryName = "directory";

    private readonly SemaphoreSlim _lock = new(1);
    private AcmeAccountKey? _account;
    private long _pausedUntilTicks;

    /// <summary>The issuer's settings.</summary>
    public AcmeIssuer Issuer { get; } = issuer;

    /// <summary>Speaks with it.</summary>
    public AcmeClient Client { get; } = new(transport, issuer.DirectoryUrl, time);

    /// <summary>No new order is made before this moment.</summary>
    public DateTimeOffset PausedUntil => new(Interlocked.Read(ref _pausedUntilTicks), TimeSpan.Zero);

    private ResourceKey SecretKey =>
        CertificateSecrets.KeyOf(CertificateSecrets.SystemNamespace, $"acme-account-{Issuer.Name}");

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        _lock.Dispose();
        _account?.Key.Dispose();
    }

    /// <summary>Every certificate of this issuer waits: a limit met by one is met by all.</summary>
    public void Pause(TimeSpan pause) =>
        Interlocked.Exchange(ref _pausedUntilTicks, (time.GetUtcNow() + pause).UtcTicks);

    /// <summary>The account, registered. Its key is stored before the authority sees it, so that a kill never loses
    /// the account.</summary>
    public async Task<AcmeResult<AcmeAccountKey>> AccountAsync(CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            if (_account is { Url: not null })
            {
                return new AcmeResult<AcmeAccountKey> { Value = _account };
            }

            var (pem, url) = await KeyAsync(cancellation);
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            _account?.Key.Dispose();
            _account = new AcmeAccountKey(key, url);
            if (url is null)
            {
                var made = await Client.NewAccountAsync(_account, Issuer, cancellation);
                if (!made.IsOk || made.Location is null)
                {
                    return AcmeResult<AcmeAccountKey>.Failed(made.Failure
                        ?? new AcmeFailure(AcmeFailure.Malformed, "The authority names no account URL.", true));
                }

                _account = _account with { Url = made.Location.AbsoluteUri };
                await SaveAsync(pem, _account.Url, cancellation);
                Log.Account(logger, Issuer.Name, _account.Url);
            }

            return new AcmeResult<AcmeAccountKey> { Value = _account };
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>The authority does not know this account: the next use registers the same key again.</summary>
    public async Task ForgetAsync(AcmeAccountKey account, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            if (_account?.Url == account.Url)
            {
                await SaveAsync(account.Key.ExportPkcs8PrivateKeyPem(), null, cancellation);
                // The key object stays usable by orders under way; only the URL is forgotten.
                _account = null;
            }
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task<(string Pem, string? Url)> KeyAsync(CancellationToken cancellation)
    {
        var secret = await secrets.GetAsync(SecretKey, cancellation);
        var pem = CertificateSecrets.Text(secret, KeyName);
        if (pem.Length > 0)
        {
            // An issuer that moved to another directory has no account there yet.
            var isHere = CertificateSecrets.Text(secret, DirectoryName) == Issuer.DirectoryUrl.AbsoluteUri;
            var url = CertificateSecrets.Text(secret, UrlName);
            return (pem, isHere && url.Length > 0 ? url : null);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        pem = key.ExportPkcs8PrivateKeyPem();
        await SaveAsync(pem, null, cancellation);
        return (pem, null);
    }

    private async Task SaveAsync(string pem, string? url, CancellationToken cancellation)
    {
        var data = ImmutableSortedDictionary<string, string>.Empty
            .Add(KeyName, pem)
            .Add(UrlName, url ?? "")
            .Add(DirectoryName, Issuer.DirectoryUrl.AbsoluteUri);
        if (!await secrets.WriteAsync(SecretKey, "Opaque", Issuer.Name, data, null, cancellation))
        {
            throw new InvalidOperationException($"{SecretKey} is not ours: rename the operator's own Secret.");
        }
    }
}
