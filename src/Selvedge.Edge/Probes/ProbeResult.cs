namespace Selvedge.Edge.Probes;

/// <summary>What one probe of a site at one node found.</summary>
/// <param name="Reached">Whether an HTTP answer below 500 came back in time.</param>
/// <param name="CertificateValid">Whether the handshake presented a chain that validates for the hostname.</param>
/// <param name="Reason">One CamelCase word where either is false; else empty.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Latency">Of the whole probe; zero where not reached.</param>
internal sealed record ProbeResult(
    bool Reached, bool CertificateValid, string Reason, string Detail, TimeSpan Latency);
