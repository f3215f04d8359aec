using System.Net;
using System.Net.Sockets;
using Selvedge.Edge.Probes;

namespace Selvedge.Edge.Tests.Probes;

public sealed class SiteProbeRunTests
{
    private const string Hostname = "shop.selvedge.test";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("200 OK", true, "")]
    [InlineData("404 Not Found", true, "")]
    [InlineData("503 Service Unavailable", false, "Status503")]
    public async Task A_place_is_reached_where_its_answer_is_no_server_error(string status, bool reached, string reason)
    {
        using var chain = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok.Replace("200 OK", status));

        var result = await ProbeAsync(place.EndPoint, chain.RootPem);

        Assert.Equal((reached, true, reason), (result.Reached, result.CertificateValid, result.Reason));
        Assert.Equal(reached, result.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_chain_without_its_intermediate_is_not_trusted()
    {
        using var chain = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [], Ok);

        await RefusedAsync("HandshakeChainUntrusted", place, chain.RootPem);
    }

    [Fact]
    public async Task A_chain_under_a_root_that_nobody_declared_is_not_trusted()
    {
        using var chain = new TestChain(Hostname);
        using var other = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        await RefusedAsync("HandshakeChainUntrusted", place, other.RootPem);
        await RefusedAsync("HandshakeChainUntrusted", place);
    }

    [Fact]
    public async Task One_of_several_declared_roots_is_enough()
    {
        using var chain = new TestChain(Hostname);
        using var other = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        var result = await ProbeAsync(place.EndPoint, other.RootPem, "no certificate", chain.RootPem);

        Assert.True(result.CertificateValid);
    }

    [Fact]
    public async Task An_expired_leaf_is_refused_as_such()
    {
        using var chain = new TestChain(Hostname, daysLeft: -1);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        await RefusedAsync("HandshakeChainExpired", place, chain.RootPem);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_as_such()
    {
        using var chain = new TestChain("other.selvedge.test");
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        await RefusedAsync("HandshakeNameMismatch", place, chain.RootPem);
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_servers_is_refused()
    {
        const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
        using var chain = new TestChain(Hostname, purpose: ClientPurpose);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        await RefusedAsync("HandshakeChainUntrusted", place, chain.RootPem);
    }

    [Fact]
    public async Task Every_probe_has_the_whole_chain_presented_to_it_though_the_server_would_resume()
    {
        using var chain = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], Ok);

        for (var probe = 0; probe < 3; probe++)
        {
            Assert.True((await ProbeAsync(place.EndPoint, chain.RootPem)).Reached);
        }

        var presented = chain.Leaf.RawData.Length + chain.Intermediate.RawData.Length;
        Assert.Equal(3, place.HandshakeBytes.Count);
        Assert.All(place.HandshakeBytes, sent => Assert.True(sent > presented, $"{sent} bytes, of {presented}"));
    }

    [Fact]
    public async Task A_place_that_takes_too_long_has_a_valid_certificate_and_is_not_reached()
    {
        using var chain = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], answer: null);

        var result = await ProbeAsync(place.EndPoint, TimeSpan.FromSeconds(1), chain.RootPem);

        Assert.Equal((false, true, "Timeout"), (result.Reached, result.CertificateValid, result.Reason));
    }

    [Fact]
    public async Task What_does_not_speak_HTTP_is_not_reached()
    {
        using var chain = new TestChain(Hostname);
        await using var place = new TlsPlace(chain.Leaf, [chain.Intermediate], "220 mail.selvedge.test ESMTP\r\n");

        Assert.Equal("NoHttp", (await ProbeAsync(place.EndPoint, chain.RootPem)).Reason);
    }

    [Fact]
    public async Task Where_nobody_listens_the_reason_is_the_sockets()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var result = await ProbeAsync((IPEndPoint)taken.LocalEndPoint!);

        Assert.Equal((false, false, "ConnectionRefused"), (result.Reached, result.CertificateValid, result.Reason));
    }

    private static async Task RefusedAsync(string reason, TlsPlace place, params string[] roots)
    {
        var result = await ProbeAsync(place.EndPoint, roots);

        Assert.Equal((false, false, reason), (result.Reached, result.CertificateValid, result.Reason));
    }

    private static Task<ProbeResult> ProbeAsync(IPEndPoint place, params string[] roots) =>
        ProbeAsync(place, Timeout, roots);

    private static async Task<ProbeResult> ProbeAsync(IPEndPoint place, TimeSpan timeout, params string[] roots)
    {
        using var validation = new ChainValidation([.. roots]);
        return await new SiteProbeRun(validation, TimeProvider.System).RunAsync(
            place, Hostname, "/healthz", timeout, TestContext.Current.CancellationToken);
    }
}
