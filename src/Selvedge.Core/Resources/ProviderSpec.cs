namespace Selvedge.Core.Resources;

/// <summary>What the operator says of a <see cref="Provider"/>.</summary>
public sealed record ProviderSpec
{
    /// <summary>For people.</summary>
    public string DisplayName { get; init; } = "";
}
