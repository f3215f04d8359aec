using System.Security.Cryptography;
using Selvedge.Control.Certificates;
using Selvedge.Wire.Acme;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>An issuer that did something at the authority and was killed before anything told of it: asks with the
/// account that is in the store.</summary>
internal sealed class Predecessor : IDisposable
{
    private readonly AcmeClient _client;
    private readonly AcmeAccountKey _account;

    private Predecessor(AcmeClient client, AcmeAccountKey account) => (_client, _account) = (client, account);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Predecessor> CreateAsync(IssuerBench bench, Pebble pebble)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system"));
        return new Predecessor(
            new AcmeClient(AcmeTransport.Create(pebble.Issuer), pebble.Issuer.DirectoryUrl, TimeProvider.System),
            new AcmeAccountKey(
                key, await bench.SecretTextAsync("acme-account-default", "kid", "selvedge-system")));
    }

    /// <summary>Makes an order.</summary>
    public async Task<Uri> OrderAsync(params string[] hostnames)
    {
        var made = await _client.NewOrderAsync(hostnames, _account, Cancellation);
        Assert.Null(made.Failure);
        return made.Location!;
    }

    /// <summary>Says that the first name's challenge is answered, and sees it judged good.</summary>
    public async Task ProveFirstAsync(Uri order)
    {
        var url = Value(await _client.OrderAsync(order, _account, Cancellation)).Authorizations[0];
        var authorization = Value(await _client.AuthorizationAsync(url, _account, Cancellation));
        var challenge = authorization.Challenges.First(one => one.Type == AcmeChallenge.Http01);
        Value(await _client.AnsweredAsync(challenge.Url, _account, Cancellation));
        Assert.Null(await ProofWait.UntilValidAsync(_client, [url], _account, TimeProvider.System, Cancellation));
    }

    public void Dispose()
    {
        _client.Dispose();
        _account.Key.Dispose();
    }

    private static T Value<T>(AcmeResult<T> result)
        where T : class
    {
        Assert.Null(result.Failure);
        return result.Value!;
    }
}
