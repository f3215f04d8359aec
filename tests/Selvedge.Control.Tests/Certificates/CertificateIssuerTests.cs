using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>Against Debian's pebble, strict, with every second nonce refused.</summary>
public sealed class CertificateIssuerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_gets_a_certificate_over_http_that_leads_to_the_authoritys_root()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, 50, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var certificate = await bench.UntilReadyAsync("shop", "shop.selvedge.test");
            Assert.Empty(certificate.Status.Challenges);
            Assert.Empty(certificate.Status.AccountUrl);
            Assert.Equal("Issued", IssuerBench.Condition(certificate, "Issuing")?.Reason);
            Assert.InRange(
                certificate.Status.RenewAt!.Value - certificate.Status.NotBefore!.Value,
                TimeSpan.FromDays(3.99),
                TimeSpan.FromDays(4.31));
            await WaitUntilAsync(async () => await bench.SecretAsync("shop-tls-next") is null);
        });

        Assert.Equal("http-01", Assert.Single(nodes.Seen).Type);
        var secret = (await bench.SecretAsync("shop-tls"))!;
        Assert.Equal("kubernetes.io/tls", secret.Type);
        Assert.Equal("default", secret.Metadata.Annotations["selvedge.dev/issued-by"]);
        await AssertTrustedAsync(pebble, await bench.SecretTextAsync("shop-tls", "tls.crt"), "shop.selvedge.test");
        Assert.Equal((1, 1), (bench.Orders, bench.Finalized));
    }

    [Fact]
    public async Task Many_sites_with_many_names_and_wildcards_are_issued_over_dns_at_once()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, 50, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutZoneAsync("zone.test");
        string[] Names(int n) => [$"s{n}.zone.test", $"*.s{n}.zone.test", $"www{n}.selvedge.test"];
        for (var n = 0; n < 12; n++)
        {
            await bench.PutSiteAsync($"s{n}", Names(n));
        }

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            for (var n = 0; n < 12; n++)
            {
                await bench.UntilReadyAsync($"s{n}", Names(n));
            }
        });

        Assert.Equal((12, 12), (bench.Orders, bench.Finalized));
        Assert.Equal(1, bench.Granted["sign-me-up"]);
        Assert.All(nodes.Seen, challenge => Assert.Equal(
            challenge.Hostname.EndsWith(".zone.test", StringComparison.Ordinal) ? "dns-01" : "http-01",
            challenge.Type));
        Assert.Equal(36, nodes.Seen.Count());
    }

    [Fact]
    public async Task A_certificate_follows_its_site_when_names_change_and_goes_with_it()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", ["a.selvedge.test"]);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            await bench.UntilReadyAsync("shop", "a.selvedge.test");
            var key = await bench.SecretTextAsync("shop-tls", "tls.key");
            await bench.PutSiteAsync("shop", ["a.selvedge.test", "b.selvedge.test"]);
            await bench.UntilReadyAsync("shop", "a.selvedge.test", "b.selvedge.test");
            Assert.NotEqual(key, await bench.SecretTextAsync("shop-tls", "tls.key"));
            Assert.Equal(2, bench.Finalized);

            await bench.DeleteSiteAsync("shop");
            await WaitUntilAsync(async () => await bench.CertificateAsync("shop") is null);
            Assert.Null(await bench.SecretAsync("shop-tls"));
        });
    }

    [Fact]
    public async Task A_certificate_past_two_thirds_of_its_life_is_renewed_once_with_a_new_key()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), () => bench.UntilReadyAsync("shop"));
        var first = (await bench.CertificateAsync("shop"))!.Status;
        var firstKey = await bench.SecretTextAsync("shop-tls", "tls.key");

        // Before its time nothing happens: a second site issued meanwhile shows that the issuer was at work.
        await bench.PutSiteAsync("other", ["other.selvedge.test"]);
        await IssuerBench.WhileRunningAsync(
            bench.Issuer(pebble.Issuer, new ShiftedTime(TimeSpan.FromDays(3.9))), () => bench.UntilReadyAsync("other"));
        Assert.Equal(first.Serial, (await bench.CertificateAsync("shop"))!.Status.Serial);

        // The authority has the real time: its new certificate is 4.5 days old to us; no circle may follow.
        var late = new ShiftedTime(TimeSpan.FromDays(4.5));
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer, late), async () =>
        {
            var second = await bench.UntilAsync("shop", certificate => certificate.Status.Serial != first.Serial
                && certificate.Status.OrderUrl.Length == 0);
            Assert.True(IssuerBench.IsReady(second));
            Assert.True(second.Status.RenewAt > late.GetUtcNow());
        });
        Assert.NotEqual(firstKey, await bench.SecretTextAsync("shop-tls", "tls.key"));
        Assert.Equal(3, bench.Finalized);
    }

    [Fact]
    public async Task A_refused_validation_backs_off_with_the_authoritys_words_and_heals()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        nodes.Lie = true;
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var failed = await bench.UntilAsync("shop", certificate => certificate.Status.Failures == 1);
            var issuing = IssuerBench.Condition(failed, "Issuing")!;
            Assert.Equal(("False", "Unauthorized"), (issuing.Status, issuing.Reason));
            Assert.Contains("a-lie", issuing.Message, StringComparison.Ordinal);
            Assert.Equal("False", IssuerBench.Condition(failed, "Ready")?.Status);
            Assert.Empty(failed.Status.Challenges);
            Assert.Empty(failed.Status.OrderUrl);
            Assert.InRange(
                failed.Status.NotBeforeRetry!.Value - issuing.LastTransitionTime,
                TimeSpan.FromSeconds(32),
                TimeSpan.FromSeconds(49));
        });

        // A restart does not shorten the pause; its end does.
        nodes.Lie = false;
        await bench.PutSiteAsync("other", ["other.selvedge.test"]);
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), () => bench.UntilReadyAsync("other"));
        Assert.Equal(1, (await bench.CertificateAsync("shop"))!.Status.Failures);
        Assert.Equal(2, bench.Orders);

        await IssuerBench.WhileRunningAsync(
            bench.Issuer(pebble.Issuer, new ShiftedTime(TimeSpan.FromMinutes(1))), () => bench.UntilReadyAsync("shop"));
        Assert.Equal(0, (await bench.CertificateAsync("shop"))!.Status.Failures);
    }

    [Fact]
    public async Task An_authority_that_dies_mid_order_and_returns_elsewhere_gets_a_new_order_for_the_same_key()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var bench = await IssuerBench.CreateAsync(nodes);
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);
        nodes.AreStuck = true;
        string nextKey;
        string accountKey;
        await using (var first = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation))
        {
            bench.Follow(first);
            await IssuerBench.WhileRunningAsync(bench.Issuer(first.Issuer), async () =>
            {
                await bench.UntilAsync("shop", certificate => certificate.Status.Challenges.Length == 1);
                first.Kill();
                nodes.AreStuck = false;
                var failed = await bench.UntilAsync("shop", certificate => certificate.Status.Failures > 0);
                Assert.Equal("AuthorityUnreachable", IssuerBench.Condition(failed, "Issuing")?.Reason);
                Assert.NotEmpty(failed.Status.OrderUrl);
            });
            nextKey = await bench.SecretTextAsync("shop-tls-next", "tls.key");
            accountKey = await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system");
            Assert.NotEmpty(nextKey);
        }

        await using var second = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        bench.Follow(second);
        await IssuerBench.WhileRunningAsync(bench.Issuer(second.Issuer), () => bench.UntilReadyAsync("shop"));
        Assert.Equal(nextKey, await bench.SecretTextAsync("shop-tls", "tls.key"));
        Assert.Equal(accountKey, await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system"));
        Assert.Equal(1, bench.Finalized);
    }

    [Fact]
    public async Task An_authority_that_forgot_the_account_gets_it_again_with_the_same_key()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("first", ["first.selvedge.test"]);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            await bench.UntilReadyAsync("first");
            var accountKey = await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system");
            await pebble.RestartAsync(Cancellation);
            await bench.PutSiteAsync("second", ["second.selvedge.test"]);
            await bench.UntilReadyAsync("second");
            Assert.Equal(accountKey, await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system"));
        });
        Assert.Equal(2, bench.Granted["sign-me-up"]);
    }

    [Fact]
    public async Task External_account_binding_is_used_where_wanted_and_its_lack_is_explained()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(
            nodes.HttpPort, wantsEab: true, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var failed = await bench.UntilAsync("shop", certificate => certificate.Status.Failures == 1);
            var issuing = IssuerBench.Condition(failed, "Issuing")!;
            Assert.Equal("ExternalAccountRequired", issuing.Reason);
            Assert.Contains("key id", issuing.Message, StringComparison.Ordinal);
        });

        var bound = pebble.Issuer with { EabKeyId = Pebble.EabKeyId, EabKey = Pebble.EabKey };
        await IssuerBench.WhileRunningAsync(
            bench.Issuer(bound, new ShiftedTime(TimeSpan.FromMinutes(1))), () => bench.UntilReadyAsync("shop"));
        Assert.Equal(1, bench.Finalized);
    }

    [Fact]
    public async Task Nodes_that_do_not_answer_yet_keep_the_authority_from_being_asked()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        nodes.AreStuck = true;
        await bench.PutSiteAsync("shop", ["shop.selvedge.test"]);
        var issuer = bench.Issuer(pebble.Issuer, liveWithin: TimeSpan.FromMilliseconds(200));

        await IssuerBench.WhileRunningAsync(issuer, async () =>
        {
            var failed = await bench.UntilAsync("shop", certificate => certificate.Status.Failures == 1);
            Assert.Equal("ChallengesNotLive", IssuerBench.Condition(failed, "Issuing")?.Reason);
            Assert.NotEmpty(failed.Status.OrderUrl);
            Assert.Single(failed.Status.Challenges);
            Assert.False(bench.Granted.ContainsKey("chalZ"));
            nodes.AreStuck = false;
            await bench.UntilReadyAsync("shop");
        });
        Assert.Equal((1, 1), (bench.Orders, bench.Finalized));
        Assert.True(bench.Granted.ContainsKey("chalZ"));
    }

    [Fact]
    public async Task A_rate_limit_met_by_one_holds_the_orders_of_all_until_it_is_over()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        string[] sites = ["a", "b", "c"];
        foreach (var site in sites)
        {
            await bench.PutSiteAsync(site, [$"{site}.selvedge.test"]);
        }

        var asked = new List<DateTimeOffset>();
        HttpResponseMessage? Front(HttpRequestMessage request)
        {
            if (request.RequestUri!.AbsolutePath != "/order-plz")
            {
                return null;
            }

            asked.Add(DateTimeOffset.UtcNow);
            return asked.Count > 1 ? null : new HttpResponseMessage(HttpStatusCode.TooManyRequests)
            {
                Headers = { { "Retry-After", "4" } },
                Content = new StringContent(
                    """{"type":"urn:ietf:params:acme:error:rateLimited","detail":"not so fast"}"""),
            };
        }

        await IssuerBench.WhileRunningAsync(
            bench.Issuer(pebble.Issuer, front: Front, concurrencyMax: 1),
            async () =>
            {
                foreach (var site in sites)
                {
                    var held = await bench.UntilAsync(
                        site, one => IssuerBench.Condition(one, "Issuing") is { Reason: "RateLimited" });
                    Assert.Equal(site == "a" ? 1 : 0, held.Status.Failures);
                }

                foreach (var site in sites)
                {
                    await bench.UntilReadyAsync(site);
                }
            });
        Assert.Equal(4, asked.Count);
        Assert.All(asked.Skip(1), at => Assert.True(at - asked[0] >= TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task A_wildcard_without_a_zone_and_an_unknown_issuer_are_told_with_the_fix()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSiteAsync("wild", ["*.selvedge.test"]);
        await bench.PutSiteAsync("lost", ["lost.selvedge.test"], "nobody");

        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var wild = await bench.UntilAsync("wild", certificate => certificate.Status.Failures == 1);
            Assert.Equal("NoChallengeFits", IssuerBench.Condition(wild, "Issuing")?.Reason);
            Assert.Contains("Zone", IssuerBench.Condition(wild, "Issuing")?.Message, StringComparison.Ordinal);
            var lost = await bench.UntilAsync(
                "lost", certificate => IssuerBench.Condition(certificate, "Issuing") is not null);
            Assert.Equal("UnknownIssuer", IssuerBench.Condition(lost, "Issuing")?.Reason);
            Assert.Contains("there are default", IssuerBench.Condition(lost, "Issuing")?.Message,
                StringComparison.Ordinal);
            await bench.PutSiteAsync("lost", ["lost.selvedge.test"]);
            await bench.UntilReadyAsync("lost");
        });
    }

    private static async Task AssertTrustedAsync(Pebble pebble, string pem, string hostname)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        Assert.True(certificates.Count > 1);
        using var root = X509Certificate2.CreateFromPem(await pebble.RootAsync(Cancellation));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(
            chain.Build(certificates[0]), string.Join(", ", chain.ChainStatus.Select(status => status.Status)));
        Assert.True(certificates[0].MatchesHostname(hostname));
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }
}
