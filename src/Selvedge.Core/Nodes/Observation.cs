using Selvedge.Core.Resources;

namespace Selvedge.Core.Nodes;

/// <summary>What an observer saw of one site at one node, through the whole edge stack.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Node">At which node.</param>
/// <param name="Reached">Whether an HTTP answer below 500 came back in time.</param>
/// <param name="CertificateValid">Whether every hostname's handshake presented a chain that validates.</param>
/// <param name="Reason">One CamelCase word where either is false; else empty.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Age">Time since the probe, when the status was sent.</param>
/// <param name="Latency">Of the whole probe; zero where not reached.</param>
public sealed record Observation(
    SiteId Site,
    string Node,
    bool Reached,
    bool CertificateValid,
    string Reason,
    string Detail,
    TimeSpan Age,
    TimeSpan Latency);
