using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Control.Addresses;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Mitigations;
using Selvedge.Control.NodeGroups;
using Selvedge.Control.Placement;
using Selvedge.Control.Scaling;
using Selvedge.Control.Verdicts;
using Selvedge.Control.Workloads;

namespace Selvedge.Processes;

/// <summary>The part of the control plane that decides what runs where, and how much of it.</summary>
internal sealed class ControlDecisions : IDisposable
{
    private readonly WorkloadLoop _workloads;
    private readonly PodRecorder _pods;
    private readonly ScalingLoop _scaling;
    private readonly VerticalLoop _vertical;
    private readonly NodeGroupLoop _nodes;
    private readonly AddressLoop _addresses;
    private readonly MitigationSweep _mitigations;

    /// <summary>Decides nothing yet.</summary>
    public ControlDecisions(
        ControlConfiguration configuration,
        DocumentCache cache,
        DocumentStore documents,
        InternalDocuments memory,
        SnapshotPublisher publisher,
        VerdictLoop verdicts,
        EventRecorder events,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _workloads = new WorkloadLoop(
            cache, documents, publisher, verdicts, events, time, Randomness.NewUid,
            loggers.CreateLogger<WorkloadLoop>());
        _pods = new PodRecorder(cache, documents, verdicts, events, time, loggers.CreateLogger<PodRecorder>());
        _scaling = new ScalingLoop(
            cache, documents, verdicts.LiveNodes, events, configuration.Scaling.Interval, time,
            loggers.CreateLogger<ScalingLoop>());
        _vertical = new VerticalLoop(
            cache, documents, memory, verdicts.LiveNodes,
            configuration.Scaling.Interval * VerticalLoop.IntervalsPerLook, time,
            loggers.CreateLogger<VerticalLoop>());
        var nodes = configuration.Scaling.Nodes;
        _nodes = new NodeGroupLoop(
            cache, documents, verdicts.LiveNodes, () => verdicts.Current,
            new CommandProvider(nodes.Providers, nodes.TimeLimit, time), events,
            nodes.Options(configuration.Bus, Path.Combine(configuration.StateDirectory, "node-groups")), time,
            Randomness.NewUid, loggers.CreateLogger<NodeGroupLoop>());
        _addresses = new AddressLoop(
            cache, documents, verdicts.LiveNodes, events, time, Randomness.NewUid,
            loggers.CreateLogger<AddressLoop>());
        _mitigations = new MitigationSweep(
            cache, documents.Store, time, loggers.CreateLogger<MitigationSweep>());
        Placement = new PlacementLoop(
            cache, documents, memory, new PlacementEvidence(() => verdicts.Current, verdicts.LiveNodes), events,
            configuration.Placement.Options(), time, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            Randomness.NewUid, loggers.CreateLogger<PlacementLoop>());
    }

    /// <summary>Where namespaces are placed.</summary>
    public PlacementLoop Placement { get; }

    /// <summary>Begins to decide.</summary>
    public void Run(Supervised supervised)
    {
        supervised.Run("workloads", _workloads.RunAsync);
        supervised.Run("placement", Placement.RunAsync);
        supervised.Run("pods", _pods.RunAsync);
        supervised.Run("scaling", _scaling.RunAsync);
        supervised.Run("vertical", _vertical.RunAsync);
        supervised.Run("nodes", _nodes.RunAsync);
        supervised.Run("addresses", _addresses.RunAsync);
        supervised.Run("mitigations", _mitigations.RunAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Placement.Dispose();
        _workloads.Dispose();
    }
}
