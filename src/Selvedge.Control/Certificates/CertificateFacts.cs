using System.Globalization;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Writes what a chain says into a status. Pure.</summary>
internal static class CertificateFacts
{
    /// <summary>A certificate of ours is in the Secret and nothing is under way.</summary>
    public static CertificateStatus Issued(
        CertificateStatus status, ChainFacts facts, DateTimeOffset now, double jitter)
    {
        var renewAt = Pace.RenewAt(facts, now, jitter);
        return (Of(status.WithoutOrder(), facts) with { RenewAt = renewAt, Failures = 0, NotBeforeRetry = null })
            .With(Conditions.Ready, true, "Issued", Until(facts), now)
            .With(Conditions.Issuing, false, "Issued", string.Create(
                CultureInfo.InvariantCulture, $"The next certificate is ordered at {renewAt:u}."), now);
    }

    /// <summary>What the leaf says.</summary>
    public static CertificateStatus Of(CertificateStatus status, ChainFacts? facts) => status with
    {
        IssuedHostnames = facts?.Hostnames ?? [],
        NotBefore = facts?.NotBefore,
        NotAfter = facts?.NotAfter,
        Serial = facts?.Serial ?? "",
    };

    /// <summary>The message of a good certificate.</summary>
    public static string Until(ChainFacts facts) =>
        string.Create(CultureInfo.InvariantCulture, $"Valid until {facts.NotAfter:u}.");
}
