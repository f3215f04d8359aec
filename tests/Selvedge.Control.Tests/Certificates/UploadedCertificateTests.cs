using Selvedge.Control.Certificates;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Tests.Certificates;

public sealed class UploadedCertificateTests
{
    private static readonly AcmeIssuer Nobody = new("default", new Uri("https://127.0.0.1:9/dir"), "");

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_good_one_is_used_as_it_is_and_nothing_is_issued()
    {
        var (leaf, root, key) = TestPki.Issued(["shop.test"], Now.AddDays(-1), Now.AddDays(9));
        var certificate = await LookAsync("kubernetes.io/tls", leaf + "\n" + root, key);
        Assert.Equal(("True", "Uploaded"), Ready(certificate));
        Assert.Equal("Uploaded", IssuerBench.Condition(certificate, "Issuing")?.Reason);
        Assert.Equal(["shop.test"], certificate.Status.IssuedHostnames);
        Assert.Equal("01020304", certificate.Status.Serial);
        Assert.Null(certificate.Status.RenewAt);
    }

    [Fact]
    public async Task An_expired_one_is_told_and_not_replaced()
    {
        var (chain, key) = TestPki.SelfSigned(["shop.test"], Now.AddDays(-9), Now.AddDays(-1));
        Assert.Equal(("False", "Expired"), Ready(await LookAsync("kubernetes.io/tls", chain, key)));
    }

    [Fact]
    public async Task One_for_other_names_is_told()
    {
        var (chain, key) = TestPki.SelfSigned(["other.test"], Now.AddDays(-9), Now.AddDays(1));
        var certificate = await LookAsync("kubernetes.io/tls", chain, key);
        Assert.Equal(("False", "NameNotCovered"), Ready(certificate));
        Assert.Contains(
            "for other.test and not for shop.test",
            IssuerBench.Condition(certificate, "Ready")!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_a_foreign_key_is_told()
    {
        var (chain, _) = TestPki.SelfSigned(["shop.test"], Now.AddDays(-9), Now.AddDays(1));
        var (_, key) = TestPki.SelfSigned(["shop.test"], Now.AddDays(-9), Now.AddDays(1));
        Assert.Equal(("False", "KeyMismatch"), Ready(await LookAsync("kubernetes.io/tls", chain, key)));
    }

    [Fact]
    public async Task A_Secret_of_another_type_is_told()
    {
        var (chain, key) = TestPki.SelfSigned(["shop.test"], Now.AddDays(-9), Now.AddDays(1));
        Assert.Equal(("False", "SecretOfOtherType"), Ready(await LookAsync("Opaque", chain, key)));
    }

    [Fact]
    public async Task One_that_is_mended_becomes_ready_and_one_that_is_removed_is_issued_for()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(
            nodes.HttpPort, cancellation: TestContext.Current.CancellationToken);
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        await bench.PutSecretAsync("shop-tls", "kubernetes.io/tls", ("tls.crt", "x"), ("tls.key", "y"));
        await bench.PutSiteAsync("shop", ["shop.test"]);
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            var broken = await bench.UntilAsync("shop", one => IssuerBench.Condition(one, "Ready") is not null);
            Assert.Equal(("False", "ChainMissing"), Ready(broken));
            var (chain, key) = TestPki.SelfSigned(["shop.test"], Now.AddDays(-9), Now.AddDays(1));
            await bench.PutSecretAsync("shop-tls", "kubernetes.io/tls", ("tls.crt", chain), ("tls.key", key));
            await bench.UntilReadyAsync("shop");
            Assert.Equal(0, bench.Granted.GetValueOrDefault("all"));

            await bench.Store.DeleteAsync(
                new ResourceKey(ResourceNames.Secrets, "default", "shop-tls"), 0, CancellationToken.None);
            await bench.UntilAsync(
                "shop", one => IssuerBench.Condition(one, "Ready") is { Status: "True", Reason: "Issued" });
        });
        Assert.Equal(1, bench.Finalized);
    }

    [Fact]
    public void Options_tell_every_problem_at_once()
    {
        var problems = new CertificateIssuerOptions
        {
            ConcurrencyMax = 0,
            Issuers =
            [
                new AcmeIssuer("a", new Uri("http://ca.test/"), "", "no pem", "kid"),
                new AcmeIssuer("a", new Uri("https://ca.test/"), "", "", "kid", "not base64!"),
            ],
        }.Problems();
        Assert.Equal(
            [
                "issuers", "concurrencyMax", "issuers[0].directoryUrl", "issuers[0].eabKey",
                "issuers[0].trustedRootsPem", "issuers[1].eabKey", "issuers[1].name",
            ],
            problems.Select(problem => problem.Path));
    }

    private static (string Status, string Reason) Ready(Certificate certificate)
    {
        var ready = IssuerBench.Condition(certificate, "Ready")!;
        return (ready.Status, ready.Reason);
    }

    private static async Task<Certificate> LookAsync(string type, string chain, string key)
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var bench = await IssuerBench.CreateAsync(nodes);
        await bench.PutSecretAsync("shop-tls", type, ("tls.crt", chain), ("tls.key", key));
        await bench.PutSiteAsync("shop", ["shop.test"]);
        Certificate? seen = null;
        await IssuerBench.WhileRunningAsync(
            bench.Issuer(Nobody),
            async () => seen = await bench.UntilAsync(
                "shop", one => IssuerBench.Condition(one, "Issuing") is not null));
        Assert.Equal(chain, await bench.SecretTextAsync("shop-tls", "tls.crt"));
        Assert.Equal(0, bench.Granted.GetValueOrDefault("all"));
        return seen!;
    }
}
