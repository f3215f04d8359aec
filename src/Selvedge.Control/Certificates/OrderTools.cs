using Microsoft.Extensions.Logging;
using Selvedge.Control.Documents;

namespace Selvedge.Control.Certificates;

/// <summary>What every order works with.</summary>
internal sealed record OrderTools(
    CertificateIssuerOptions Options,
    DocumentStore Documents,
    CertificateSecrets Secrets,
    ChallengesAreLive ChallengesAreLive,
    CertificateMetrics Metrics,
    TimeProvider Time,
    Jitter Jitter,
    ILogger Logger);
