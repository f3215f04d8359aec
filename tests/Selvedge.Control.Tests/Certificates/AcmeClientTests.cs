using System.Net;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Certificates;
using Selvedge.Wire.Acme;
using WireLimits = Selvedge.Wire.Acme.Limits;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>What an authority may do wrong, by script; the right things are tested against pebble.</summary>
public sealed class AcmeClientTests : IDisposable
{
    private const string Order = """
        {"status":"pending","identifiers":[{"type":"dns","value":"a.test"}],"authorizations":["https://ca.test/a/1"],
         "finalize":"https://ca.test/f/1"}
        """;

    private static readonly Uri OrderUrl = new("https://ca.test/order/1");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public async Task Refused_nonces_are_replaced_and_never_used_twice(int refusals)
    {
        var seen = new List<string>();
        var (order, _) = await AskAsync(request =>
        {
            seen.Add(Nonce(request));
            return seen.Count <= refusals ? Problem(400, "badNonce") : Json(200, Order);
        });

        Assert.True(order.IsOk);
        Assert.Equal(refusals + 1, seen.Count);
        Assert.Distinct(seen);
    }

    [Fact]
    public async Task A_storm_of_refused_nonces_ends_as_a_transient_failure()
    {
        var (order, asked) = await AskAsync(_ => Problem(400, "badNonce"));
        Assert.Equal(("BadNonce", true), (order.Failure!.Reason, order.Failure.IsTransient));
        Assert.Equal(Control.Certificates.Limits.NonceAttemptsMax, asked);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 24 Nov 2026 12:05:00 GMT", 300)]
    [InlineData("Tue, 24 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("99999999", 86_400)]
    [InlineData("soon", null)]
    public async Task A_rate_limit_says_how_long_to_wait(string retryAfter, int? seconds)
    {
        var (order, _) = await AskAsync(_ => Problem(429, "rateLimited", retryAfter));
        Assert.Equal((AcmeFailure.RateLimited, true), (order.Failure!.Reason, order.Failure.IsTransient));
        Assert.Equal(seconds, (int?)order.Failure.RetryAfter?.TotalSeconds);
        Assert.Equal("said the authority", order.Failure.Message);
    }

    [Theory]
    [InlineData(400, "rejectedIdentifier", "RejectedIdentifier", false)]
    [InlineData(403, "caa", "Caa", false)]
    [InlineData(500, "serverInternal", "ServerInternal", true)]
    [InlineData(400, "accountDoesNotExist", "AccountDoesNotExist", false)]
    [InlineData(404, "malformed", "NotFound", false)]
    [InlineData(400, "inventedYesterday", "Refused", false)]
    [InlineData(503, "inventedYesterday", "ServerInternal", true)]
    public async Task A_problem_says_whether_waiting_can_help(int status, string type, string reason, bool isTransient)
    {
        var (order, _) = await AskAsync(_ => Problem(status, type));
        Assert.Equal((reason, isTransient), (order.Failure!.Reason, order.Failure.IsTransient));
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", "ServerInternal", true)]
    [InlineData(302, "", "Refused", false)]
    [InlineData(200, "<html>Welcome</html>", "AuthorityAnswerMalformed", true)]
    [InlineData(200, "", "AuthorityAnswerMalformed", true)]
    [InlineData(200, "{\"status\":\"pending\"}", "AuthorityAnswerMalformed", true)]
    public async Task An_answer_that_is_no_ACME_is_a_failure(int status, string body, string reason, bool isTransient)
    {
        var (order, asked) = await AskAsync(_ => Json(status, body));
        Assert.Equal((reason, isTransient), (order.Failure!.Reason, order.Failure.IsTransient));
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_not_read_to_its_end(bool saysLength)
    {
        var endless = new EndlessStream();
        var (order, _) = await AskAsync(_ =>
        {
            var content = new StreamContent(endless);
            if (saysLength)
            {
                content.Headers.ContentLength = 1L << 40;
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        });
        Assert.Equal(AcmeFailure.Malformed, order.Failure!.Reason);
        Assert.InRange(endless.Given, 0, WireLimits.BodyBytesMax + 16_384);
    }

    [Fact]
    public async Task A_broken_connection_is_transient()
    {
        var (order, _) = await AskAsync(_ => throw new HttpRequestException("connection reset"));
        Assert.Equal((AcmeFailure.Unreachable, true), (order.Failure!.Reason, order.Failure.IsTransient));
        Assert.Contains("ca.test", order.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_never_ends_arriving_is_given_up()
    {
        using var client = new AcmeClient(
            new Scripted(_ => new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new SilentStream()),
            }),
            new Uri("https://ca.test/dir"),
            _time);
        var asked = client.OrderAsync(OrderUrl, Account(), Cancellation);
        while (!asked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(AcmeFailure.Unreachable, (await asked).Failure!.Reason);
    }

    [Fact]
    public void Random_answers_never_throw() =>
        Gen.Select(Gen.Int[200, 599], Gen.String).Sample((status, body) =>
        {
            var (order, _) = AskAsync(_ => Json(status, body)).GetAwaiter().GetResult();
            Assert.NotNull(order.Failure);
        }, iter: 300);

    private static string Nonce(HttpRequestMessage request)
    {
        using var body = System.Text.Json.JsonDocument.Parse(
            request.Content!.ReadAsStringAsync(Cancellation).GetAwaiter().GetResult());
        using var header = System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(
            body.RootElement.GetProperty("protected").GetString()!));
        return header.RootElement.GetProperty("nonce").GetString()!;
    }

    private static HttpResponseMessage Json(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };

    private static HttpResponseMessage Problem(int status, string type, string? retryAfter = null)
    {
        var answer = Json(
            status, $$"""{"type":"urn:ietf:params:acme:error:{{type}}","detail":"said the authority"}""");
        if (retryAfter is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return answer;
    }

    private AcmeAccountKey Account() => new(_key, "https://ca.test/account/1");

    private async Task<(AcmeResult<AcmeOrder> Order, int Asked)> AskAsync(
        Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var asked = 0;
        using var client = new AcmeClient(
            new Scripted(request =>
            {
                asked++;
                return answer(request);
            }),
            new Uri("https://ca.test/dir"),
            _time);
        var order = await client.OrderAsync(OrderUrl, Account(), Cancellation);
        return (order, asked);
    }

    /// <summary>Answers directory and nonces itself; each answer carries a fresh nonce.</summary>
    private sealed class Scripted(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        private int _nonces;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = request.RequestUri!.AbsolutePath switch
            {
                "/dir" => Json(200, """
                    {"newNonce":"https://ca.test/nonce","newAccount":"https://ca.test/account",
                     "newOrder":"https://ca.test/order"}
                    """),
                "/nonce" => Json(200, ""),
                _ => answer(request),
            };
            response.Headers.TryAddWithoutValidation("Replay-Nonce", $"n{_nonces++}");
            return Task.FromResult(response);
        }
    }

    private sealed class EndlessStream : ReadOnlyStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Given += buffer.Length;
            return new(buffer.Length);
        }
    }

    private sealed class SilentStream : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
