using System.Collections.Immutable;

namespace Selvedge.Control.NodeGroups;

/// <summary>What a provider's command answered.</summary>
/// <param name="Lines">What it printed, without empty lines and the space around.</param>
/// <param name="Failure">Why it did not do what it was asked, in one sentence; null: it did.</param>
public sealed record ProviderAnswer(ImmutableArray<string> Lines, string? Failure)
{
    /// <summary>It did not do what it was asked.</summary>
    public static ProviderAnswer Failed(string why) => new([], why);
}
