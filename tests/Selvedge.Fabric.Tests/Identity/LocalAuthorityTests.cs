using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class LocalAuthorityTests : IDisposable
{
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "::1"];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("other.test", false)]
    public async Task A_client_that_trusts_only_the_authority_accepts_exactly_the_named_hosts(string host, bool isGood)
    {
        using var authority = Open();
        var issued = authority.Issue("api", Hosts);
        using var certificate = X509Certificate2.CreateFromPemFile(issued.CertificatePath, issued.KeyPath);
        using var root = X509CertificateLoader.LoadCertificateFromFile(authority.CertificatePath);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var accept = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var accepted = await accept;
        await using var server = new SslStream(accepted.GetStream());
        await using var stream = new SslStream(client.GetStream());
        var serving = server.AuthenticateAsServerAsync(certificate);

        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        var error = await Record.ExceptionAsync(() =>
            stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));

        Assert.Equal(isGood, error is null);
        client.Close();
        await Record.ExceptionAsync(() => serving);
    }

    [Fact]
    public void A_certificate_is_kept_until_two_thirds_of_its_life_and_then_issued_again()
    {
        using var authority = Open();
        var first = authority.Issue("api", Hosts);
        var pem = File.ReadAllText(first.CertificatePath);
        Assert.InRange((first.NotAfter - _time.GetUtcNow()).TotalDays, 89.9, 90.1);

        _time.SetUtcNow(first.RenewAt - TimeSpan.FromMinutes(1));
        authority.Issue("api", Hosts);
        Assert.Equal(pem, File.ReadAllText(first.CertificatePath));

        _time.SetUtcNow(first.RenewAt);
        Assert.True(authority.Issue("api", Hosts).NotAfter > first.NotAfter);
        Assert.NotEqual(pem, File.ReadAllText(first.CertificatePath));
    }

    [Fact]
    public void Other_names_a_lost_key_or_another_authority_cause_a_new_certificate()
    {
        using var authority = Open();
        var issued = authority.Issue("api", Hosts);
        var pems = new HashSet<string> { File.ReadAllText(issued.CertificatePath) };

        authority.Issue("api", ["localhost"]);
        Assert.True(pems.Add(File.ReadAllText(issued.CertificatePath)));

        File.Delete(issued.KeyPath);
        authority.Issue("api", ["localhost"]);
        Assert.True(pems.Add(File.ReadAllText(issued.CertificatePath)));

        File.Delete(authority.CertificatePath);
        using var next = Open();
        next.Issue("api", ["localhost"]);
        Assert.True(pems.Add(File.ReadAllText(issued.CertificatePath)));
    }

    [Fact]
    public void The_authority_is_kept_in_private_files()
    {
        using var first = Open();
        first.Issue("api", Hosts);
        using var second = Open();
        Assert.Equal(first.CertificatePem, second.CertificatePem);
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_damaged_open_or_expired_authority_is_refused_with_the_fix()
    {
        using (Open())
        {
        }

        var key = _folder.File("ca.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<IdentityException>(Open).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        _time.Advance(TimeSpan.FromDays(3_651));
        Assert.Contains("expired", Assert.Throws<IdentityException>(Open).Message, StringComparison.Ordinal);

        File.WriteAllText(key, "no key");
        Assert.Contains("no pair", Assert.Throws<IdentityException>(Open).Message, StringComparison.Ordinal);
    }

    private LocalAuthority Open() => LocalAuthority.Open(_folder.Path, _time, KnownRandom.Create(_folder.Path.Length));
}
