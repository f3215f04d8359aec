using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Nft;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>What a balancer decided last for each virtual address, and what it has sent since.</summary>
internal sealed class FlowBook(ILogger logger)
{
    private readonly Dictionary<string, ImmutableArray<FlowDecision>> _decisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ImmutableArray<BackendTerms> Terms, SlotTable Table)> _tables =
        new(StringComparer.Ordinal);

    private readonly Dictionary<(string Service, string Node), (uint Number, long Packets, long Bytes)> _counts = [];

    // Of numbers that a backend had before: the kernel's counter began anew.
    private readonly Dictionary<(string Service, string Node), (long Packets, long Bytes)> _past = [];

    /// <summary>Nothing is balanced any more.</summary>
    public void Clear()
    {
        _decisions.Clear();
        _tables.Clear();
        _counts.Clear();
        _past.Clear();
    }

    /// <summary>Decides for a service, and fills its table where something changed.</summary>
    public ServicePlan Plan(VirtualEntry service, BackendRoutes routes, VerdictTable verdicts, string location)
    {
        var before = _decisions.GetValueOrDefault(service.Name, []);
        var decisions = FlowDecider.Decide(service, verdicts, location, routes.Unreachable, before);
        foreach (var decision in decisions.Except(before))
        {
            Log.Decided(logger, service.Name, decision.Node, decision.TakesFlows, decision.Reason);
        }

        _decisions[service.Name] = decisions;
        ImmutableArray<BackendTerms> terms =
        [
            .. service.Backends.Zip(decisions, (backend, decision) =>
                new BackendTerms(backend.Node, backend.Weight, decision.TakesFlows)),
        ];
        if (!_tables.TryGetValue(service.Name, out var known) || !known.Terms.SequenceEqual(terms))
        {
            known = (terms, SlotTable.Fill(terms));
            _tables[service.Name] = known;
        }

        return new ServicePlan(service, routes.Link, routes.LinkAddress, routes.Targets, known.Table);
    }

    /// <summary>Takes the kernel's counters in.</summary>
    public void Count(string service, IReadOnlyList<NftElement> counters)
    {
        foreach (var counter in counters)
        {
            var key = (service, counter.Comment);
            if (_counts.TryGetValue(key, out var last)
                && (last.Number != counter.Key || last.Packets > counter.Packets))
            {
                var past = _past.GetValueOrDefault(key);
                _past[key] = (past.Packets + last.Packets, past.Bytes + last.Bytes);
            }

            _counts[key] = (counter.Key, counter.Packets, counter.Bytes);
        }
    }

    /// <summary>For the node's report.</summary>
    public ImmutableArray<BackendShare> Shares(List<VirtualEntry> services) =>
        [.. services.SelectMany(service => Shares(service.Name))];

    private IEnumerable<BackendShare> Shares(string service)
    {
        var slots = _tables.TryGetValue(service, out var table)
            ? table.Table.Counts()
            : ImmutableSortedDictionary<string, int>.Empty;
        return _decisions.GetValueOrDefault(service, []).Select(decision =>
        {
            var now = _counts.GetValueOrDefault((service, decision.Node));
            var past = _past.GetValueOrDefault((service, decision.Node));
            return new BackendShare(
                service,
                decision.Node,
                slots.GetValueOrDefault(decision.Node),
                past.Packets + now.Packets,
                past.Bytes + now.Bytes,
                decision.Reason);
        });
    }
}
