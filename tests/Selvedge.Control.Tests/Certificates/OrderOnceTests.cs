using System.Net;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>What <see cref="CertificateKillTests"/> meets by luck of timing only, each by itself.</summary>
public sealed class OrderOnceTests
{
    private static readonly string[] Hostnames = ["shop.selvedge.test", "www.shop.selvedge.test"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Told by one who was killed, a challenge is pending until the authority has judged it. We see it
    /// pending, the judgement comes, and our own word is refused, for there is nothing left to judge.</summary>
    [Fact]
    public async Task A_challenge_that_is_judged_before_we_tell_it_again_keeps_its_order()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        nodes.AreStuck = true;
        await bench.PutSiteAsync("shop", Hostnames);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var looked = await bench.UntilAsync("shop", one => one.Status.Challenges.Length == Hostnames.Length);
            await nodes.UntilSeenAsync(looked.Status.Challenges, Cancellation);
            using var predecessor = await Predecessor.CreateAsync(bench, pebble);
            await predecessor.ProveFirstAsync(new Uri(looked.Status.OrderUrl));
            nodes.AreStuck = false;
            await AssertIssuedAsync(bench);
        });

        Assert.Contains(bench.Complaints, one => one.Contains("only status pending", StringComparison.Ordinal));
        Assert.Equal((1, 1), (bench.Orders, bench.Finalized));
        Assert.Equal(Hostnames.Length - 1, bench.Granted["chalZ"]);
    }

    /// <summary>The other side: what is refused and still waits to be told is not going to be judged.</summary>
    [Fact]
    public async Task A_word_that_the_authority_does_not_take_is_a_failure()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", Hostnames);
        var front = Refuse("chalZ", HttpStatusCode.BadRequest, "malformed", int.MaxValue);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer, front: front), async () =>
        {
            var failed = await bench.UntilAsync("shop", one => one.Status.Failures == 1);
            Assert.Equal("Malformed", IssuerBench.Condition(failed, "Issuing")?.Reason);
            Assert.Empty(failed.Status.OrderUrl);
        });
    }

    /// <summary>An order was made and its URL never written. A look for it that fails does not say that there is none.
    /// </summary>
    [Theory]
    [InlineData("my-account")]
    [InlineData("list-orderz")]
    [InlineData("my-order")]
    public async Task An_order_whose_URL_was_lost_is_looked_for_until_the_authority_answers(string unanswered)
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", Hostnames);
        await LoseAnOrderAsync(bench, pebble);

        var front = Refuse(unanswered, HttpStatusCode.ServiceUnavailable, "serverInternal", 1);
        await IssuerBench.WhileRunningAsync(
            bench.Issuer(pebble.Issuer, new ShiftedTime(TimeSpan.FromSeconds(10)), front: front),
            () => bench.UntilReadyAsync("shop", Hostnames));
        Assert.Equal((0, 1), (bench.Orders, bench.Finalized));
    }

    /// <summary>A list that never works must not keep a Site without a certificate.</summary>
    [Fact]
    public async Task An_authority_whose_list_stays_broken_gets_another_order()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", Hostnames);
        await LoseAnOrderAsync(bench, pebble);

        var asked = 0;
        var refuse = Refuse("list-orderz", HttpStatusCode.NotImplemented, "serverInternal", int.MaxValue);
        for (var failures = 1; !IssuerBench.IsReady((await bench.CertificateAsync("shop"))!); failures++)
        {
            Assert.InRange(failures, 1, Control.Certificates.Limits.OrderLooksMax + 1);
            await IssuerBench.WhileRunningAsync(
                // Each attempt is a life of its own, after every pause of the one before.
                bench.Issuer(pebble.Issuer, new ShiftedTime(TimeSpan.FromMinutes(failures)), front: Count),
                () => bench.UntilAsync("shop", one => one.Status.Failures > failures || IssuerBench.IsReady(one)));
        }

        Assert.Equal((1, 1), (bench.Orders, bench.Finalized));
        Assert.Equal(Control.Certificates.Limits.OrderLooksMax, asked);

        HttpResponseMessage? Count(HttpRequestMessage request)
        {
            var answer = refuse(request);
            asked += answer is null ? 0 : 1;
            return answer;
        }
    }

    /// <summary>Kept, an order that is over would be looked at for ever, whatever ended it.</summary>
    [Fact]
    public async Task An_order_that_ended_by_the_authoritys_own_trouble_is_given_up()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", Hostnames);
        const string Over = """
            {"status":"invalid","identifiers":[{"type":"dns","value":"shop.selvedge.test"}],"authorizations":[],
             "finalize":"https://ca.test/f/1",
             "error":{"type":"urn:ietf:params:acme:error:serverInternal","detail":"by script"}}
            """;

        HttpResponseMessage? Front(HttpRequestMessage request) =>
            request.RequestUri!.Segments[1] == "my-order/"
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Over) }
                : null;

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer, front: Front), async () =>
        {
            var failed = await bench.UntilAsync("shop", one => one.Status.Failures == 1);
            Assert.Equal("ServerInternal", IssuerBench.Condition(failed, "Issuing")?.Reason);
            Assert.Empty(failed.Status.OrderUrl);
        });
    }

    /// <summary>Leaves the store as a kill between the authority's answer to an order and our write of its URL does.
    /// </summary>
    private static async Task LoseAnOrderAsync(IssuerBench bench, Pebble pebble)
    {
        var front = Refuse("order-plz", HttpStatusCode.ServiceUnavailable, "serverInternal", 1);
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer, front: front), async () =>
        {
            var failed = await bench.UntilAsync("shop", one => one.Status.Failures == 1);
            Assert.NotEmpty(failed.Status.AccountUrl);
            Assert.Empty(failed.Status.OrderUrl);
        });
        using var predecessor = await Predecessor.CreateAsync(bench, pebble);
        await predecessor.OrderAsync(Hostnames);
    }

    private static async Task AssertIssuedAsync(IssuerBench bench)
    {
        var end = await bench.UntilAsync("shop", one => IssuerBench.IsReady(one) || one.Status.Failures > 0);
        Assert.True(IssuerBench.IsReady(end), IssuerBench.Condition(end, "Issuing")?.Message);
    }

    /// <summary>Answers the first requests of one kind in the authority's place.</summary>
    private static Func<HttpRequestMessage, HttpResponseMessage?> Refuse(
        string kind, HttpStatusCode status, string type, int times)
    {
        var refused = 0;
        return request => request.RequestUri!.Segments[1].TrimEnd('/') != kind
            || Interlocked.Increment(ref refused) > times
            ? null
            : new HttpResponseMessage(status)
            {
                Content = new StringContent(
                    $$"""{"type":"urn:ietf:params:acme:error:{{type}}","detail":"by script"}"""),
            };
    }
}
