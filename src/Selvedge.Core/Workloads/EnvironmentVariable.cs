namespace Selvedge.Core.Workloads;

/// <summary>One environment variable.</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its text; <c>$(NAME)</c> stands for a variable before it. Empty where <see cref="ValueFrom"/> is
    /// given.</summary>
    public string Value { get; init; } = "";

    /// <summary>Where its text comes from; null for <see cref="Value"/>.</summary>
    public EnvironmentValueSource? ValueFrom { get; init; }
}
