using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Certificates;

/// <summary>Keeps a valid certificate for every Site. One runs at a time in the network; what it knows is in the store,
/// so that another goes on where this one was killed.</summary>
public sealed class CertificateIssuer : IDisposable
{
    private readonly CertificateIssuerOptions _options;
    private readonly DocumentStore _documents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CertificateMetrics _metrics;
    private readonly Dictionary<string, AcmeSession> _sessions;
    private readonly CertificateKeeper _keeper;
    private readonly CertificateQueue _queue;

    /// <param name="options">The authorities and the limits.</param>
    /// <param name="documents">The store.</param>
    /// <param name="challengesAreLive">Asked before an authority is told to look.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="random">Spreads renewals and retries.</param>
    /// <param name="newId">Makes the <c>uid</c> of new documents.</param>
    /// <param name="logger">Where it says what it does.</param>
    /// <exception cref="ArgumentException">The options have problems: all of them, in the message.</exception>
    public CertificateIssuer(
        CertificateIssuerOptions options,
        DocumentStore documents,
        ChallengesAreLive challengesAreLive,
        TimeProvider time,
        Random random,
        Func<string> newId,
        ILogger<CertificateIssuer> logger)
    {
        if (options.Problems() is { Length: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        (_options, _documents, _time, _logger) = (options, documents, time, logger);
        _metrics = new CertificateMetrics(time);
        _queue = new CertificateQueue(time);
        var secrets = new CertificateSecrets(documents, time, newId);
        _sessions = options.Issuers.ToDictionary(
            issuer => issuer.Name,
            issuer => new AcmeSession(issuer, options.Transport(issuer), secrets, time, logger),
            StringComparer.Ordinal);
        var tools = new OrderTools(
            options, documents, secrets, challengesAreLive, _metrics, time, new Jitter(random), logger);
        _keeper = new CertificateKeeper(tools, new SiteCertificates(documents, secrets, time, newId), _sessions);
    }

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = new List<Task>
        {
            WatchAsync(ResourceNames.Sites, "", all.Token),
            WatchAsync(ResourceNames.Certificates, "", all.Token),
            WatchAsync(ResourceNames.Secrets, "-tls", all.Token),
        };
        for (var worker = 0; worker < _options.ConcurrencyMax; worker++)
        {
            tasks.Add(WorkAsync(all.Token));
        }

        await Task.WhenAny(tasks);
        await all.CancelAsync();
        await Task.WhenAll(tasks);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _metrics.Dispose();
    }

    /// <summary>Puts the Site of every document, then of every changed one, into the queue.</summary>
    /// <param name="resource">What to watch.</param>
    /// <param name="suffix">What a document's name has after the Site's; others are passed over.</param>
    /// <param name="cancellation">Ends the watch.</param>
    private async Task WatchAsync(string resource, string suffix, CancellationToken cancellation)
    {
        while (true)
        {
            var list = await _documents.Store.ListAsync(resource, null, cancellation);
            foreach (var item in list.Items)
            {
                Changed(item.Key, suffix);
            }

            try
            {
                await foreach (var change in _documents.Store.WatchAsync(
                    resource, null, list.Revision, cancellation))
                {
                    Changed(change.Resource.Key, suffix);
                }

                cancellation.ThrowIfCancellationRequested();
            }
            catch (RevisionGoneException)
            {
                // Listed again: every document is looked at, so that nothing was missed.
            }
        }
    }

    private void Changed(ResourceKey key, string suffix)
    {
        if (key.Name.EndsWith(suffix, StringComparison.Ordinal))
        {
            _queue.Add(new SiteId(key.Namespace, key.Name[..^suffix.Length]));
        }
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var site = await _queue.TakeAsync(cancellation);
            DateTimeOffset? next;
            try
            {
                next = await _keeper.LookAsync(site, cancellation);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                // One certificate's trouble must not stop those of all other Sites.
                Log.Error(_logger, site, error);
                _metrics.Failed("Error");
                next = _time.GetUtcNow() + Limits.AfterError;
            }

            _queue.Done(site, next);
        }
    }
}
