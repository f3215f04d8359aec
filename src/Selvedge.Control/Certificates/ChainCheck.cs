using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Control.Certificates;

/// <summary>Whether a chain and a key may be shown to users, found out before any user sees them. Pure.</summary>
/// <param name="Facts">What the leaf says; null where there is none to read.</param>
/// <param name="Findings">Everything wrong, worst first; empty: it may be shown.</param>
internal sealed record ChainCheck(ChainFacts? Facts, ImmutableArray<ChainFinding> Findings)
{
    /// <summary>Certificates in one chain: public chains have two to four.</summary>
    private const int CertificatesMax = 10;

    /// <summary>Checks a chain and its key.</summary>
    /// <param name="chainPem">Leaf first.</param>
    /// <param name="keyPem">The leaf's private key.</param>
    /// <param name="hostnames">The names it is to be shown for.</param>
    /// <param name="now">The moment it is to be valid at, give or take <see cref="Limits.ClockSkew"/> at its
    /// start.</param>
    public static ChainCheck Of(string chainPem, string keyPem, IEnumerable<string> hostnames, DateTimeOffset now)
    {
        var findings = ImmutableArray.CreateBuilder<ChainFinding>();
        var chain = ReadChain(chainPem, findings);
        try
        {
            var key = KeyCheck.PublicKey(keyPem, findings);
            if (chain.Count == 0)
            {
                return new ChainCheck(null, findings.ToImmutable());
            }

            var leaf = chain[0];
            var facts = FactsOf(leaf);
            if (key is not null && !key.AsSpan().SequenceEqual(leaf.PublicKey.ExportSubjectPublicKeyInfo()))
            {
                findings.Add(new ChainFinding(
                    "KeyMismatch", "tls.key is not the key of the first certificate in tls.crt: put the two that "
                    + "belong together, leaf first."));
            }

            AddTime(facts, now, findings);
            AddNames(facts, hostnames, findings);
            AddLinks(chain, now, findings);
            return new ChainCheck(facts, findings.ToImmutable());
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            // Damage that shows only once names, keys or signatures are looked at.
            findings.Add(new ChainFinding(
                "ChainUnreadable", "tls.crt holds a certificate that is damaged: write the PEM anew."));
            return new ChainCheck(null, findings.ToImmutable());
        }
        finally
        {
            foreach (var certificate in chain)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>Whether one of the names stands for the hostname (RFC 6125, section 6.4.3: a wildcard is one whole
    /// first label; a wildcard hostname needs the same wildcard).</summary>
    public static bool Covers(IEnumerable<string> names, string hostname)
    {
        var dot = hostname.IndexOf('.', StringComparison.Ordinal);
        var wildcard = dot > 0 ? string.Concat("*", hostname.AsSpan(dot)) : null;
        return names.Any(name => name == hostname || name == wildcard);
    }

    private static X509Certificate2Collection ReadChain(
        string chainPem, ImmutableArray<ChainFinding>.Builder findings)
    {
        var chain = new X509Certificate2Collection();
        if (chainPem.Length > Wire.Acme.Limits.ChainBytesMax)
        {
            findings.Add(new ChainFinding(
                "ChainTooLong", $"tls.crt has more than {Wire.Acme.Limits.ChainBytesMax} bytes: leave roots out."));
            return chain;
        }

        try
        {
            chain.ImportFromPem(chainPem);
        }
        catch (CryptographicException)
        {
            findings.Add(new ChainFinding(
                "ChainUnreadable", "tls.crt holds a CERTIFICATE block that is damaged: write the PEM anew."));
            return chain;
        }

        if (chain.Count == 0)
        {
            findings.Add(new ChainFinding(
                "ChainMissing", "tls.crt holds no CERTIFICATE block: write the chain as PEM, leaf first."));
        }
        else if (chain.Count > CertificatesMax)
        {
            findings.Add(new ChainFinding(
                "ChainTooLong",
                $"tls.crt holds more than {CertificatesMax} certificates: only the chain belongs there."));
        }

        return chain;
    }

    private static ChainFacts FactsOf(X509Certificate2 leaf)
    {
        ImmutableArray<string> names;
        try
        {
            names = [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames())
                .Select(name => name.ToLowerInvariant())];
        }
        catch (CryptographicException)
        {
            names = [];
        }

        return new ChainFacts(
            names,
            new DateTimeOffset(leaf.NotBefore.ToUniversalTime()),
            new DateTimeOffset(leaf.NotAfter.ToUniversalTime()),
            leaf.SerialNumber);
    }

    private static void AddTime(ChainFacts facts, DateTimeOffset now, ImmutableArray<ChainFinding>.Builder findings)
    {
        if (now >= facts.NotAfter)
        {
            findings.Add(new ChainFinding("Expired", string.Create(
                CultureInfo.InvariantCulture, $"The certificate ended at {facts.NotAfter:u}: put a newer one.")));
        }
        else if (now + Limits.ClockSkew < facts.NotBefore)
        {
            findings.Add(new ChainFinding("NotYetValid", string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate begins at {facts.NotBefore:u}: wait, or check this machine's clock.")));
        }
    }

    private static void AddNames(
        ChainFacts facts, IEnumerable<string> hostnames, ImmutableArray<ChainFinding>.Builder findings)
    {
        var missing = hostnames.Where(hostname => !Covers(facts.Hostnames, hostname)).ToArray();
        if (missing.Length > 0)
        {
            findings.Add(new ChainFinding(
                "NameNotCovered",
                $"The certificate is for {string.Join(", ", facts.Hostnames)} and not for "
                + $"{string.Join(", ", missing)}: put one that names every hostname of the Site."));
        }
    }

    /// <summary>Each certificate must be signed by the one after it; whether users trust the last is theirs to
    /// say.</summary>
    private static void AddLinks(
        X509Certificate2Collection certificates, DateTimeOffset now, ImmutableArray<ChainFinding>.Builder findings)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates[^1]);
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority
            | X509VerificationFlags.IgnoreNotTimeValid;
        var whole = chain.Build(certificates[0]);
        var count = chain.ChainElements.Count;
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        if (!whole || count < certificates.Count)
        {
            findings.Add(new ChainFinding(
                "ChainBroken", "The certificates in tls.crt do not sign one another in this order: leaf first, then "
                + "each one's issuer, without the root."));
        }
    }
}
