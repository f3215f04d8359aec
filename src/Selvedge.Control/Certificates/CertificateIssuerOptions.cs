using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Settings of <see cref="CertificateIssuer"/>.</summary>
public sealed record CertificateIssuerOptions
{
    /// <summary>The issuer of Sites that name none.</summary>
    public const string DefaultIssuer = "default";

    /// <summary>The authorities. One is named <see cref="DefaultIssuer"/>; names are unique.</summary>
    public ImmutableArray<AcmeIssuer> Issuers { get; init; } = [];

    /// <summary>Certificates worked on at the same time; 1 to 256. The default is 8: an order waits most of its time,
    /// and authorities frown on more open connections.</summary>
    public int ConcurrencyMax { get; init; } = 8;

    /// <summary>How long one attempt waits until every node answers the challenges. The default is 30 s; a node that
    /// is slower than that is judged elsewhere.</summary>
    public TimeSpan ChallengesLiveWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes the connections to an authority; tests put their own around it.</summary>
    public Func<AcmeIssuer, HttpMessageHandler> Transport { get; init; } = AcmeTransport.Create;

    /// <summary>Everything wrong with these settings; empty: nothing.</summary>
    public ImmutableArray<Problem> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        if (!Issuers.IsEmpty && !Issuers.Any(issuer => issuer.Name == DefaultIssuer))
        {
            problems.Add(new Problem(
                "issuers",
                $"No issuer is named {DefaultIssuer}.",
                $"Name the issuer that most Sites use {DefaultIssuer}.",
                ProblemCause.FieldValueRequired));
        }

        if (ConcurrencyMax is < 1 or > 256)
        {
            problems.Add(Invalid("concurrencyMax", "Not between 1 and 256.", "Leave it out for 8."));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Issuers.Length; i++)
        {
            AddProblems(problems, Issuers[i], $"issuers[{i}]");
            if (!names.Add(Issuers[i].Name))
            {
                problems.Add(new Problem(
                    $"issuers[{i}].name",
                    "Another issuer has this name.",
                    "Give each issuer a name of its own.",
                    ProblemCause.FieldValueDuplicate));
            }
        }

        return problems.ToImmutable();
    }

    private static void AddProblems(ImmutableArray<Problem>.Builder problems, AcmeIssuer issuer, string path)
    {
        if (!issuer.DirectoryUrl.IsAbsoluteUri || issuer.DirectoryUrl.Scheme != Uri.UriSchemeHttps)
        {
            problems.Add(Invalid($"{path}.directoryUrl", "Not an https URL.", "RFC 8555 allows https only."));
        }

        if (issuer.EabKeyId is null != issuer.EabKey is null)
        {
            problems.Add(Invalid($"{path}.eabKey", "Key id and key belong together.", "Give both or neither."));
        }

        if (issuer.EabKey is { } key && !System.Buffers.Text.Base64Url.IsValid(key))
        {
            problems.Add(Invalid($"{path}.eabKey", "Not base64url.", "Write the key as the authority shows it."));
        }

        if (issuer.TrustedRootsPem.Length > 0 && !HoldsCertificates(issuer.TrustedRootsPem))
        {
            problems.Add(Invalid(
                $"{path}.trustedRootsPem", "Holds no certificate.", "Write one or more PEM CERTIFICATE blocks."));
        }
    }

    private static bool HoldsCertificates(string pem)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPem(pem);
            return roots.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static Problem Invalid(string path, string message, string fix) =>
        new(path, message, fix, ProblemCause.FieldValueInvalid);
}
