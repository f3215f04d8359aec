using System.Collections.Immutable;

namespace Selvedge.Edge.Network.Defence;

/// <summary>A chain of a table.</summary>
/// <param name="Name">Base chains carry a hash of <paramref name="Hook"/>: the name says where they hang.</param>
/// <param name="Hook">As nft reads it between braces; empty: others jump there.</param>
/// <param name="Rules">In order.</param>
internal sealed record KernelChain(string Name, string Hook, ImmutableArray<KernelRule> Rules)
{
    /// <summary>A chain of texts.</summary>
    public static KernelChain Of(string name, string hook, IEnumerable<string> rules) => new(
        hook.Length == 0 ? name : $"{name}-{KernelRule.Of(hook).Mark[..8]}", hook, [.. rules.Select(KernelRule.Of)]);

    /// <summary>Whether another has the same rules.</summary>
    public bool IsAs(KernelChain other) =>
        Rules.Select(rule => rule.Mark).SequenceEqual(other.Rules.Select(rule => rule.Mark), StringComparer.Ordinal);
}
