using System.Globalization;
using Selvedge.Core.Network.Balancing;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>What has to be changed in the maps of one virtual address.</summary>
internal sealed class ServiceChange
{
    private readonly List<string> _backendsGone = [];
    private readonly List<string> _backendsNew = [];
    private readonly List<string> _slotsGone = [];
    private readonly List<string> _slotsNew = [];

    private ServiceChange(string name, KernelEntry after) => (Name, After) = (name, after);

    /// <summary>The virtual address.</summary>
    public string Name { get; }

    /// <summary>What the kernel has afterwards.</summary>
    public KernelEntry After { get; }

    /// <summary>How many slots get another backend.</summary>
    public int SlotsChanged { get; private set; }

    /// <summary>Compares what is planned with what is there.</summary>
    public static ServiceChange Of(ServicePlan plan, KernelEntry? present)
    {
        present ??= new KernelEntry();
        var after = new KernelEntry { NextNumber = present.NextNumber };
        var change = new ServiceChange(plan.Service.Name, after);
        change.CompareBackends(plan, present);
        change.CompareSlots(plan, present);
        return change;
    }

    /// <summary>Writes it as commands.</summary>
    public void Write(NftScript script) => script
        .DeleteElements(BalancerRules.BackendsOf(Name), _backendsGone)
        .AddElements(BalancerRules.BackendsOf(Name), _backendsNew)
        .DeleteElements(BalancerRules.SlotsOf(Name), _slotsGone)
        .AddElements(BalancerRules.SlotsOf(Name), _slotsNew);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void CompareBackends(ServicePlan plan, KernelEntry present)
    {
        foreach (var (node, known) in present.Backends)
        {
            if (!plan.Targets.TryGetValue(node, out var value) || value != known.Value)
            {
                _backendsGone.Add(Text(known.Number));
            }
        }

        foreach (var (node, value) in plan.Targets)
        {
            if (present.Backends.TryGetValue(node, out var known))
            {
                After.Backends[node] = (known.Number, value);
                if (known.Value == value)
                {
                    continue;
                }
            }
            else
            {
                After.Backends[node] = (After.NextNumber++, value);
            }

            _backendsNew.Add($"{Text(After.Backends[node].Number)} comment \"{node}\" : {value}");
        }
    }

    private void CompareSlots(ServicePlan plan, KernelEntry present)
    {
        for (var slot = 0; slot < SlotTable.Slots; slot++)
        {
            After.Slots[slot] = plan.Slots.Owner(slot) is { } node && After.Backends.TryGetValue(node, out var backend)
                ? backend.Number
                : 0;
        }

        var changed = SlotDifference.Find(present.Slots, After.Slots);
        SlotsChanged = changed.Count;
        foreach (var slot in changed)
        {
            if (present.Slots[slot] != 0)
            {
                _slotsGone.Add(Text(slot));
            }

            if (After.Slots[slot] != 0)
            {
                _slotsNew.Add($"{Text(slot)} : {Text(After.Slots[slot])}");
            }
        }
    }
}
