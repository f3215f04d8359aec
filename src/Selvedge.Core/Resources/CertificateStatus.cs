using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How far a <see cref="Certificate"/> is.</summary>
public sealed record CertificateStatus
{
    /// <summary>The RFC 8555 order under way. Empty: none.</summary>
    public string OrderUrl { get; init; } = "";

    /// <summary>The account that made the order. An order of another account is lost.</summary>
    public string AccountUrl { get; init; } = "";

    /// <summary>What nodes must answer so that the CA validates. Compiled into every location's snapshot.</summary>
    public ImmutableArray<CertificateChallenge> Challenges { get; init; } = [];

    /// <summary>The hostnames of the certificate in the Secret.</summary>
    public ImmutableArray<string> IssuedHostnames { get; init; } = [];

    /// <summary>When the issued certificate begins to be valid.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the issued certificate ends to be valid.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>When the next certificate is ordered. Null: nothing was issued by an authority.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>Serial number in hexadecimal.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Failures in a row; drives the back-off.</summary>
    public int Failures { get; init; }

    /// <summary>No order is made before this moment.</summary>
    public DateTimeOffset? NotBeforeRetry { get; init; }

    /// <summary><c>Ready</c> and <c>Issuing</c>.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}
