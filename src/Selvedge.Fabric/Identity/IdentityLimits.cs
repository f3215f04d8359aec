namespace Selvedge.Fabric.Identity;

/// <summary>The limits of identities.</summary>
public static class IdentityLimits
{
    /// <summary>Bearer tokens of one file. Every check compares with all of them, so they stay few; a control plane has
    /// tens of operators and machines.</summary>
    public const int TokensMax = 1_000;

    /// <summary>How long the local authority lives: longer than the machine it is on.</summary>
    internal static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3_650);

    /// <summary>How long a server certificate lives. Renewal costs nothing, so a stolen key is soon
    /// worthless.</summary>
    internal static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(90);

    /// <summary>Certificates begin this much in the past, for peers whose clocks are behind.</summary>
    internal static readonly TimeSpan ClockSkewMax = TimeSpan.FromHours(1);
}
