namespace Selvedge.Core.Resources;

/// <summary>What happens with recommendations.</summary>
public sealed record VerticalUpdatePolicy
{
    /// <summary>They are told only.</summary>
    public const string Off = "Off";

    /// <summary>Pods that begin get them; running ones are left alone.</summary>
    public const string Initial = "Initial";

    /// <summary><see cref="Off"/> or <see cref="Initial"/>, the default.</summary>
    public string UpdateMode { get; init; } = Initial;
}
