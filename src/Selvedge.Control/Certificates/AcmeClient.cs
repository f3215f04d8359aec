using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Selvedge.Wire.Acme;
using WireLimits = Selvedge.Wire.Acme.Limits;

namespace Selvedge.Control.Certificates;

/// <summary>Speaks RFC 8555 with one authority. Never throws for what the authority or the network does; only
/// cancellation ends a call early. Thread-safe.</summary>
internal sealed class AcmeClient : IDisposable
{
    /// <summary>RFC 8555, section 6.5.1: others are to be ignored.</summary>
    private static readonly SearchValues<char> NonceAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly HttpClient _http;
    private readonly Uri _directoryUrl;
    private readonly TimeProvider _time;
    private readonly ConcurrentStack<string> _nonces = new();
    private volatile CachedDirectory? _directory;

    /// <param name="handler">The connections; disposed with the client.</param>
    /// <param name="directoryUrl">The authority's directory.</param>
    /// <param name="time">The clock of <c>Retry-After</c> dates.</param>
    public AcmeClient(HttpMessageHandler handler, Uri directoryUrl, TimeProvider time)
    {
        _http = new HttpClient(handler) { Timeout = Limits.RequestWithin };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Selvedge", "1"));
        _directoryUrl = directoryUrl;
        _time = time;
    }

    private delegate bool Reader<T>(ReadOnlyMemory<byte> body, out T? value, out string reason)
        where T : class;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The authority's directory, read again once an hour.</summary>
    public async Task<AcmeResult<AcmeDirectory>> DirectoryAsync(CancellationToken cancellation)
    {
        if (_directory is { } cached && _time.GetUtcNow() < cached.Until)
        {
            return new AcmeResult<AcmeDirectory> { Value = cached.Directory };
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, _directoryUrl);
        var answer = await ExchangeAsync(request, WireLimits.BodyBytesMax, cancellation);
        var result = Read<AcmeDirectory>(answer, AcmeDirectory.TryRead);
        if (result.IsOk)
        {
            _directory = new CachedDirectory(result.Value, _time.GetUtcNow() + Limits.DirectoryLifetime);
        }

        return result;
    }

    /// <summary>Registers the key, or finds the account that it has already.</summary>
    /// <param name="key">The account's key, without a URL yet.</param>
    /// <param name="issuer">Contact and binding.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>With the account's URL as location.</returns>
    public async Task<AcmeResult<AcmeAccount>> NewAccountAsync(
        AcmeAccountKey key, AcmeIssuer issuer, CancellationToken cancellation)
    {
        var directory = await DirectoryAsync(cancellation);
        if (!directory.IsOk)
        {
            return AcmeResult<AcmeAccount>.Failed(directory.Failure);
        }

        if (directory.Value.ExternalAccountRequired && issuer.EabKeyId is null)
        {
            return AcmeResult<AcmeAccount>.Failed(new AcmeFailure(
                "ExternalAccountRequired",
                $"The authority wants an external account: give issuer {issuer.Name} its key id and key.",
                false));
        }

        var url = directory.Value.NewAccount;
        var binding = issuer is { EabKeyId: { } id, EabKey: { } mac }
            ? Jws.Bind(key.Key, id, System.Buffers.Text.Base64Url.DecodeFromChars(mac), url)
            : [];
        var payload = AcmeRequest.NewAccount(issuer.ContactEmail, binding);
        return await PostAsync<AcmeAccount>(url, payload, key with { Url = null }, AcmeAccount.TryRead, cancellation);
    }

    /// <summary>Orders a certificate for the names.</summary>
    /// <returns>With the order's URL as location.</returns>
    public async Task<AcmeResult<AcmeOrder>> NewOrderAsync(
        IEnumerable<string> hostnames, AcmeAccountKey account, CancellationToken cancellation)
    {
        var directory = await DirectoryAsync(cancellation);
        return directory.IsOk
            ? await PostAsync<AcmeOrder>(
                directory.Value.NewOrder, AcmeRequest.NewOrder(hostnames), account, AcmeOrder.TryRead, cancellation)
            : AcmeResult<AcmeOrder>.Failed(directory.Failure);
    }

    /// <summary>Looks at the account itself (RFC 8555, section 7.3).</summary>
    public Task<AcmeResult<AcmeAccount>> AccountAsync(AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeAccount>(new Uri(account.Url!), default, account, AcmeAccount.TryRead, cancellation);

    /// <summary>Looks at one page of the account's orders.</summary>
    public Task<AcmeResult<AcmeOrderList>> OrdersAsync(
        Uri url, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeOrderList>(url, default, account, AcmeOrderList.TryRead, cancellation);

    /// <summary>Looks at an order.</summary>
    public Task<AcmeResult<AcmeOrder>> OrderAsync(Uri url, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeOrder>(url, default, account, AcmeOrder.TryRead, cancellation);

    /// <summary>Looks at an authorization.</summary>
    public Task<AcmeResult<AcmeAuthorization>> AuthorizationAsync(
        Uri url, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeAuthorization>(url, default, account, AcmeAuthorization.TryRead, cancellation);

    /// <summary>Says that a challenge is answered.</summary>
    public Task<AcmeResult<AcmeChallenge>> AnsweredAsync(
        Uri url, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeChallenge>(url, AcmeRequest.Answered, account, AcmeChallenge.TryRead, cancellation);

    /// <summary>Asks for the certificate of a ready order.</summary>
    public Task<AcmeResult<AcmeOrder>> FinalizeAsync(
        Uri url, byte[] signingRequest, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync<AcmeOrder>(url, AcmeRequest.Finalize(signingRequest), account, AcmeOrder.TryRead, cancellation);

    /// <summary>Downloads a chain.</summary>
    /// <returns>PEM, leaf first, as the authority sent it.</returns>
    public Task<AcmeResult<string>> ChainAsync(Uri url, AcmeAccountKey account, CancellationToken cancellation) =>
        PostAsync(
            url,
            default,
            account,
            (ReadOnlyMemory<byte> body, out string? pem, out string reason) =>
            {
                reason = "";
                pem = Encoding.UTF8.GetString(body.Span);
                return true;
            },
            cancellation,
            WireLimits.ChainBytesMax);

    private static byte[] Sign(AcmeAccountKey account, string nonce, Uri url, ReadOnlySpan<byte> payload)
    {
        // An ECDsa may not be used by two threads at once.
        lock (account.Key)
        {
            return Jws.Sign(account.Key, account.Url, nonce, url, payload);
        }
    }

    private static AcmeResult<T> Read<T>(Answer answer, Reader<T> read)
        where T : class
    {
        if (answer.Failure is not null)
        {
            return AcmeResult<T>.Failed(answer.Failure);
        }

        return read(answer.Body, out var value, out var reason)
            ? new AcmeResult<T>
            {
                Value = value,
                Location = answer.Location,
                Next = answer.Next,
                RetryAfter = answer.RetryAfter,
            }
            : AcmeResult<T>.Failed(new AcmeFailure(
                AcmeFailure.Malformed, $"The authority's answer is no {typeof(T).Name}: {reason}.", true));
    }

    private async Task<AcmeResult<T>> PostAsync<T>(
        Uri url,
        ReadOnlyMemory<byte> payload,
        AcmeAccountKey account,
        Reader<T> read,
        CancellationToken cancellation,
        int bytesMax = WireLimits.BodyBytesMax)
        where T : class
    {
        Answer answer = default;
        for (var attempt = 0; attempt < Limits.NonceAttemptsMax; attempt++)
        {
            var nonce = await NonceAsync(cancellation);
            if (!nonce.IsOk)
            {
                return AcmeResult<T>.Failed(nonce.Failure);
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new ByteArrayContent(Sign(account, nonce.Value, url, payload.Span)),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
            answer = await ExchangeAsync(request, bytesMax, cancellation);
            if (answer.Failure is not { Reason: "BadNonce" })
            {
                break;
            }
        }

        return Read(answer, read);
    }

    private async Task<AcmeResult<string>> NonceAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (_nonces.TryPop(out var nonce))
            {
                return new AcmeResult<string> { Value = nonce };
            }

            var directory = await DirectoryAsync(cancellation);
            if (!directory.IsOk)
            {
                return AcmeResult<string>.Failed(directory.Failure);
            }

            // The directory's own answer may have brought one.
            using var request = new HttpRequestMessage(HttpMethod.Head, directory.Value.NewNonce);
            var answer = await ExchangeAsync(request, WireLimits.BodyBytesMax, cancellation);
            if (answer.Failure is not null)
            {
                return AcmeResult<string>.Failed(answer.Failure);
            }
        }

        return AcmeResult<string>.Failed(
            new AcmeFailure(AcmeFailure.Malformed, "The authority hands out no nonce.", true));
    }

    private async Task<Answer> ExchangeAsync(
        HttpRequestMessage request, int bytesMax, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            KeepNonce(response);
            using var deadline = new CancellationTokenSource(Limits.RequestWithin, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
            var body = await AcmeBody.ReadAsync(response.Content, bytesMax, both.Token);
            return ToAnswer(response, body, bytesMax);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var why = error is OperationCanceledException
                ? $"no answer within {Limits.RequestWithin.TotalSeconds:0} s"
                : (error.InnerException ?? error).Message;
            return new Answer
            {
                Failure = new AcmeFailure(
                    AcmeFailure.Unreachable, $"{request.RequestUri!.Authority} is not reached: {why}", true),
            };
        }
    }

    private Answer ToAnswer(HttpResponseMessage response, byte[]? body, int bytesMax)
    {
        var retryAfter = RetryAfter(response);
        if (body is null)
        {
            return new Answer
            {
                Failure = new AcmeFailure(
                    AcmeFailure.Malformed, $"The authority's answer has more than {bytesMax} bytes.", true, retryAfter),
            };
        }

        if (!response.IsSuccessStatusCode)
        {
            AcmeProblem.TryRead(body, out var problem, out _);
            return new Answer { Failure = AcmeFailure.From((int)response.StatusCode, problem, retryAfter) };
        }

        return new Answer
        {
            Body = body,
            Location = response.Headers.Location is { IsAbsoluteUri: true } location ? location : null,
            Next = AcmeBody.Next(response),
            RetryAfter = retryAfter,
        };
    }

    private void KeepNonce(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("Replay-Nonce", out var values)
            && values.FirstOrDefault() is { Length: > 0 and <= WireLimits.NonceCharsMax } nonce
            && !nonce.AsSpan().ContainsAnyExcept(NonceAlphabet)
            && _nonces.Count < Limits.NoncesMax)
        {
            _nonces.Push(nonce);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        if ((header?.Delta ?? (header?.Date - _time.GetUtcNow())) is not { } pause)
        {
            return null;
        }

        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > Limits.RetryAfterMax ? Limits.RetryAfterMax : pause;
    }

    private readonly record struct Answer
    {
        public ReadOnlyMemory<byte> Body { get; init; }

        public AcmeFailure? Failure { get; init; }

        public Uri? Location { get; init; }

        public Uri? Next { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }

    private sealed record CachedDirectory(AcmeDirectory Directory, DateTimeOffset Until);
}
