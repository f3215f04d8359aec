using System.Security.Cryptography;
using CsCheck;
using Selvedge.Control.Certificates;

namespace Selvedge.Control.Tests.Certificates;

public sealed class ChainCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["shop.test", "*.shop.test"];

    [Fact]
    public void A_good_chain_has_no_finding_and_its_facts_are_read()
    {
        var (leaf, root, key) = TestPki.Issued(Names, Now.AddDays(-1), Now.AddDays(5));
        var check = ChainCheck.Of(leaf + "\n" + root, key, ["shop.test", "www.shop.test"], Now);
        Assert.Empty(check.Findings);
        Assert.Equal(Names, check.Facts!.Hostnames);
        Assert.Equal(Now.AddDays(5), check.Facts.NotAfter);
        Assert.Equal("01020304", check.Facts.Serial);
    }

    [Fact]
    public void RSA_keys_and_PKCS1_are_taken()
    {
        using var rsa = RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        Assert.Empty(ChainCheck.Of(certificate.ExportCertificatePem(), rsa.ExportRSAPrivateKeyPem(), [], Now).Findings);
    }

    [Theory]
    [InlineData(-10, -1, "Expired")]
    [InlineData(1, 10, "NotYetValid")]
    public void A_chain_out_of_its_time_is_found(int from, int to, string reason)
    {
        var (chain, key) = TestPki.SelfSigned(Names, Now.AddDays(from), Now.AddDays(to));
        Assert.Equal(reason, Assert.Single(ChainCheck.Of(chain, key, ["shop.test"], Now).Findings).Reason);
    }

    [Fact]
    public void A_clock_a_little_behind_the_authoritys_is_no_finding()
    {
        var (chain, key) = TestPki.SelfSigned(Names, Now.AddMinutes(4), Now.AddDays(1));
        Assert.Empty(ChainCheck.Of(chain, key, ["shop.test"], Now).Findings);
    }

    [Fact]
    public void The_key_of_another_certificate_is_found()
    {
        var (chain, _) = TestPki.SelfSigned(Names, Now.AddDays(-1), Now.AddDays(1));
        var (_, key) = TestPki.SelfSigned(Names, Now.AddDays(-1), Now.AddDays(1));
        Assert.Equal("KeyMismatch", Assert.Single(ChainCheck.Of(chain, key, ["shop.test"], Now).Findings).Reason);
    }

    [Fact]
    public void An_encrypted_key_is_found_with_the_way_to_decrypt_it()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (chain, _) = TestPki.SelfSigned(Names, Now.AddDays(-1), Now.AddDays(1), own);
        var encrypted = own.ExportEncryptedPkcs8PrivateKeyPem(
            "password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000));
        var finding = Assert.Single(ChainCheck.Of(chain, encrypted, ["shop.test"], Now).Findings);
        Assert.Equal("KeyEncrypted", finding.Reason);
        Assert.Contains("openssl pkey", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_finding_is_told_at_once()
    {
        var (chain, _) = TestPki.SelfSigned(Names, Now.AddDays(-10), Now.AddDays(-1));
        var check = ChainCheck.Of(chain, "", ["shop.test", "other.test", "a.b.shop.test"], Now);
        Assert.Equal(["KeyMissing", "Expired", "NameNotCovered"], check.Findings.Select(finding => finding.Reason));
        Assert.EndsWith(
            "not for other.test, a.b.shop.test: put one that names every hostname of the Site.",
            check.Findings[2].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_that_do_not_sign_one_another_are_found()
    {
        var (leaf, _, key) = TestPki.Issued(Names, Now.AddDays(-1), Now.AddDays(5));
        var (_, stranger, _) = TestPki.Issued(Names, Now.AddDays(-1), Now.AddDays(5));
        Assert.Equal(
            "ChainBroken",
            Assert.Single(ChainCheck.Of(leaf + "\n" + stranger, key, ["shop.test"], Now).Findings).Reason);
    }

    [Theory]
    [InlineData("", "ChainMissing")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "ChainUnreadable")]
    public void A_chain_that_is_none_is_found(string pem, string reason)
    {
        var (_, key) = TestPki.SelfSigned(Names, Now.AddDays(-1), Now.AddDays(1));
        var check = ChainCheck.Of(pem, key, ["shop.test"], Now);
        Assert.Null(check.Facts);
        Assert.Equal(reason, Assert.Single(check.Findings).Reason);
    }

    [Fact]
    public void Damaged_PEM_never_throws()
    {
        var (leaf, root, key) = TestPki.Issued(Names, Now.AddDays(-1), Now.AddDays(5));
        var chain = leaf + "\n" + root;
        Gen.Select(Gen.Int[0, chain.Length - 1], Gen.Int[0, key.Length - 1], Gen.Char).Sample((at, keyAt, with) =>
        {
            ChainCheck.Of(chain[..at] + with + chain[(at + 1)..], key, ["shop.test"], Now);
            ChainCheck.Of(chain[..at], key[..keyAt], ["shop.test"], Now);
            ChainCheck.Of(chain, key[..keyAt] + with + key[(keyAt + 1)..], ["shop.test"], Now);
        }, iter: 500);
        Gen.Select(Gen.String, Gen.String).Sample((first, second) =>
            Assert.NotEmpty(ChainCheck.Of(first, second, ["shop.test"], Now).Findings));
    }

    [Theory]
    [InlineData("shop.test", true)]
    [InlineData("a.shop.test", true)]
    [InlineData("*.shop.test", true)]
    [InlineData("a.b.shop.test", false)]
    [InlineData("*.a.shop.test", false)]
    [InlineData("evilshop.test", false)]
    public void A_wildcard_stands_for_one_label(string hostname, bool isCovered) =>
        Assert.Equal(isCovered, ChainCheck.Covers(Names, hostname));
}
