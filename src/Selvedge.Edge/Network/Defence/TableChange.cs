using System.Text;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Writes the transaction that leads from one table to another: what stays the same is not touched, so its
/// counters and meters go on. Pure.</summary>
internal static class TableChange
{
    /// <summary>Elements of one command: nft reads a command whole, and names it whole in an error.</summary>
    private const int ElementsPerCommand = 1000;

    /// <summary>The transaction; empty where nothing has to change.</summary>
    /// <param name="before">What the kernel has; null: nothing that is known.</param>
    /// <param name="after">What it shall have; null: nothing.</param>
    public static string Write(KernelTable? before, KernelTable? after)
    {
        var script = new StringBuilder();
        if (after is null)
        {
            return before is null ? "" : Line($"delete table {before.Id}");
        }

        if (before is null)
        {
            // Declared first, so that the deletion finds it whether or not it was there.
            script.Append(Line($"add table {after.Id}")).Append(Line($"delete table {after.Id}"))
                .Append(Line($"add table {after.Id}"));
            before = after with { Counters = [], Sets = after.Sets.Clear(), Chains = [] };
        }

        Declare(script, before, after);
        Fill(script, before, after);
        Rule(script, before, after);
        Remove(script, before, after);
        return script.ToString();
    }

    /// <summary>Fills a set anew with elements that end by themselves.</summary>
    public static string Lend(string table, string set, IEnumerable<string> elements, TimeSpan lasts) =>
        Line($"flush set {table} {set}") + Line(FormattableString.Invariant(
            $"add element {table} {set} {{ {string.Join(", ", elements.Select(element => Lent(element, lasts)))} }}"));

    private static string Lent(string element, TimeSpan lasts) =>
        FormattableString.Invariant($"{element} timeout {Math.Max(1, (long)Math.Ceiling(lasts.TotalSeconds))}s");

    private static string Line(string command) => command + "\n";

    private static void Declare(StringBuilder script, KernelTable before, KernelTable after)
    {
        foreach (var counter in after.Counters.Except(before.Counters, StringComparer.Ordinal))
        {
            script.Append(Line($"add counter {after.Id} {counter}"));
        }

        foreach (var (name, set) in after.Sets.Where(set => !before.Sets.ContainsKey(set.Key)))
        {
            script.Append(Line($"add set {after.Id} {name} {{ {set.Declaration} }}"));
        }

        foreach (var chain in after.Chains.Where(chain => Find(before, chain.Name) is null))
        {
            script.Append(Line($"add chain {after.Id} {chain.Name}"
                + (chain.Hook.Length > 0 ? $" {{ {chain.Hook} }}" : "")));
        }
    }

    private static void Fill(StringBuilder script, KernelTable before, KernelTable after)
    {
        foreach (var (name, set) in after.Sets.Where(set => !set.Value.IsFluid))
        {
            var known = before.Sets.GetValueOrDefault(name)?.Elements ?? [];
            if (known.AsSpan().SequenceEqual(set.Elements.AsSpan()))
            {
                continue;
            }

            var wanted = set.Elements.ToHashSet(StringComparer.Ordinal);
            var there = known.ToHashSet(StringComparer.Ordinal);
            Elements(script, $"delete element {after.Id} {name}", known.Where(element => !wanted.Contains(element)));
            Elements(script, $"add element {after.Id} {name}", set.Elements.Where(element => !there.Contains(element)));
        }
    }

    private static void Elements(StringBuilder script, string command, IEnumerable<string> elements)
    {
        foreach (var chunk in elements.Chunk(ElementsPerCommand))
        {
            script.Append(Line($"{command} {{ {string.Join(", ", chunk)} }}"));
        }
    }

    private static void Rule(StringBuilder script, KernelTable before, KernelTable after)
    {
        foreach (var chain in after.Chains)
        {
            var known = Find(before, chain.Name);
            if (known is not null && chain.IsAs(known))
            {
                continue;
            }

            if (known is not null)
            {
                script.Append(Line($"flush chain {after.Id} {chain.Name}"));
            }

            foreach (var rule in chain.Rules)
            {
                script.Append(Line($"add rule {after.Id} {chain.Name} {rule.Text} comment \"{rule.Mark}\""));
            }
        }
    }

    private static void Remove(StringBuilder script, KernelTable before, KernelTable after)
    {
        // Emptied first: none can go while another's rules jump to it.
        foreach (var command in (string[])["flush", "delete"])
        {
            foreach (var chain in before.Chains.Where(chain => Find(after, chain.Name) is null))
            {
                script.Append(Line($"{command} chain {after.Id} {chain.Name}"));
            }
        }

        foreach (var set in before.Sets.Keys.Except(after.Sets.Keys, StringComparer.Ordinal))
        {
            script.Append(Line($"delete set {after.Id} {set}"));
        }

        foreach (var counter in before.Counters.Except(after.Counters, StringComparer.Ordinal))
        {
            script.Append(Line($"delete counter {after.Id} {counter}"));
        }
    }

    private static KernelChain? Find(KernelTable table, string name) =>
        table.Chains.FirstOrDefault(chain => chain.Name == name);
}
