using System.Globalization;
using Selvedge.Core.Network.Balancing;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>A table of the balancer's own in the kernel: adopted as it is, changed where it differs, in one
/// transaction. It works on while this process is dead, and is not emptied by the next one.</summary>
/// <param name="options">Names the program nft.</param>
/// <param name="programs">Runs it.</param>
/// <param name="metrics">Counts changes.</param>
/// <param name="translates">Whether it is the one that translates addresses.</param>
internal sealed class KernelTable(
    BalancerOptions options, NetworkProgram programs, BalancerMetrics metrics, bool translates)
{
    private readonly string _family = translates ? "ip" : "netdev";
    private readonly Dictionary<string, KernelEntry> _services = new(StringComparer.Ordinal);
    private string _rules = "";
    private bool _isKnown;

    /// <summary>Whether anything of it is in the kernel.</summary>
    public bool IsEmpty => _isKnown && _services.Count == 0;

    /// <summary>What is known of the kernel may be wrong: it is read again before the next change.</summary>
    public void Forget()
    {
        _isKnown = false;
        _rules = "";
    }

    /// <summary>Makes the kernel as planned.</summary>
    /// <returns>What is wrong, in one sentence; null: nothing.</returns>
    public async Task<string?> ApplyAsync(
        IReadOnlyList<ServicePlan> plans, IReadOnlyList<string> interfaces, CancellationToken cancellation)
    {
        if (!_isKnown && await AdoptAsync(cancellation) is { } unread)
        {
            return unread;
        }

        if (plans.Count == 0)
        {
            return _services.Count == 0 ? null : await RemoveAsync(cancellation);
        }

        var gone = _services.Keys.Except(plans.Select(plan => plan.Service.Name), StringComparer.Ordinal).ToList();
        var rules = Rules(plans, interfaces);
        var script = new NftScript(_family, BalancerRules.Table);
        if (rules != _rules)
        {
            Write(script, plans, interfaces);
            foreach (var name in gone)
            {
                BalancerRules.Remove(script, name, translates);
            }
        }

        var changes = plans.Select(plan => ServiceChange.Of(plan, _services.GetValueOrDefault(plan.Service.Name)))
            .ToList();
        foreach (var change in changes)
        {
            change.Write(script);
        }

        if (script.IsEmpty)
        {
            return null;
        }

        if (await SendAsync(script, cancellation) is { } refused)
        {
            Forget();
            return refused;
        }

        _rules = rules;
        gone.ForEach(name => _services.Remove(name));
        foreach (var change in changes)
        {
            _services[change.Name] = change.After;
        }

        metrics.Moved(changes.Sum(change => change.SlotsChanged));
        return null;
    }

    /// <summary>What each backend of a service was sent, by node; null: the kernel does not have the service any more.
    /// </summary>
    public async Task<IReadOnlyList<NftElement>?> ReadCountersAsync(string service, CancellationToken cancellation)
    {
        var elements = await ReadMapAsync(BalancerRules.BackendsOf(service), cancellation);
        if (elements is null)
        {
            Forget();
        }

        return elements;
    }

    private string Rules(IReadOnlyList<ServicePlan> plans, IReadOnlyList<string> interfaces)
    {
        var script = new NftScript(_family, BalancerRules.Table);
        Write(script, plans, interfaces);
        return script.ToString();
    }

    private void Write(NftScript script, IReadOnlyList<ServicePlan> plans, IReadOnlyList<string> interfaces)
    {
        BalancerRules.Begin(script, translates, interfaces);
        foreach (var plan in plans)
        {
            BalancerRules.Add(script, plan);
        }
    }

    private async Task<string?> RemoveAsync(CancellationToken cancellation)
    {
        var problem = await SendAsync(new NftScript(_family, BalancerRules.Table).DeleteTable(), cancellation);
        if (problem is null)
        {
            _services.Clear();
            _rules = "";
        }

        return problem;
    }

    // Reads what an earlier process of this node left.
    private async Task<string?> AdoptAsync(CancellationToken cancellation)
    {
        _services.Clear();
        var listed = await ListAsync(["-t", "list", "maps", _family], cancellation);
        if (!listed.IsGood)
        {
            return $"nft cannot list maps: {listed.Why}";
        }

        var problem = NftListing.ReadMapNames(listed.Output, BalancerRules.Table, out var names);
        if (problem != NftProblem.None)
        {
            metrics.Misread(problem);
            return $"What nft lists is no list of maps ({problem}).";
        }

        const string Prefix = "slots-";
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            _services[name[Prefix.Length..]] = await AdoptAsync(name[Prefix.Length..], cancellation);
        }

        _isKnown = true;
        return null;
    }

    private async Task<KernelEntry> AdoptAsync(string name, CancellationToken cancellation)
    {
        var service = new KernelEntry();
        foreach (var slot in await ReadMapAsync(BalancerRules.SlotsOf(name), cancellation) ?? [])
        {
            if (slot.Key < SlotTable.Slots
                && uint.TryParse(slot.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                service.Slots[slot.Key] = number;
            }
        }

        foreach (var backend in await ReadMapAsync(BalancerRules.BackendsOf(name), cancellation) ?? [])
        {
            service.Backends[backend.Comment] = (backend.Key, backend.Value);
            service.NextNumber = Math.Max(service.NextNumber, backend.Key + 1);
        }

        return service;
    }

    private async Task<IReadOnlyList<NftElement>?> ReadMapAsync(string map, CancellationToken cancellation)
    {
        var listed = await ListAsync(["list", "map", _family, BalancerRules.Table, map], cancellation);
        if (!listed.IsGood)
        {
            return null;
        }

        var problem = NftListing.ReadMap(listed.Output, out var elements);
        if (problem != NftProblem.None)
        {
            metrics.Misread(problem);
            return null;
        }

        return elements;
    }

    private Task<ProgramResult> ListAsync(IEnumerable<string> words, CancellationToken cancellation) =>
        programs.RunAsync(
            options.Nft, ["-j", .. words], "", Limits.NftTimeout, NftLimits.ListingBytesMax, cancellation);

    private async Task<string?> SendAsync(NftScript script, CancellationToken cancellation)
    {
        var result = await programs.RunAsync(
            options.Nft, ["-f", "-"], script.ToString(), Limits.NftTimeout, Limits.ErrorBytesMax, cancellation);
        metrics.Changed(result.IsGood);
        return result.IsGood ? null : $"The kernel refuses the balancer's table: {result.Why}";
    }
}
