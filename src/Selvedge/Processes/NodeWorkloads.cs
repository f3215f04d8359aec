using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Node;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Processes;

/// <summary>The part of a node that runs pods; of a node without a runtime, the part that runs none.</summary>
internal sealed class NodeWorkloads : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly IContainerRuntime? _runtime;
    private readonly IPodHost? _host;

    /// <summary>Runs nothing yet.</summary>
    public NodeWorkloads(NodeConfiguration configuration, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        if (configuration.Runtime is not { } wanted)
        {
            return;
        }

        var address = configuration.Http.Select(IPEndPoint.Parse).FirstOrDefault()?.Address.ToString() ?? "";
        if (wanted.Kind == "kubernetes")
        {
            // What a cluster has, its own scheduler knows, and says so of a pod that finds no place.
            _host = new ClusterAgent(
                new ClusterOptions
                {
                    Node = configuration.Node,
                    HostAddress = address,
                    Kubeconfig = wanted.Kubeconfig,
                    Context = wanted.Context,
                    Namespace = wanted.Namespace,
                    StopPodsWithNode = wanted.StopWithNode,
                },
                time,
                loggers.CreateLogger<ClusterAgent>());
        }
        else
        {
            Reserved = wanted.Reserved.ToCapacity();
            Capacity = MachineCapacity.Less(MachineCapacity.Read(), Reserved);
            _runtime = Create(configuration, wanted, time);
            _host = new PodAgent(
                new PodAgentOptions
                {
                    Node = configuration.Node,
                    HostAddress = address,
                    StateDirectory = Path.Combine(configuration.StateDirectory, "pods"),
                    StopPodsWithNode = wanted.StopWithNode,
                },
                _runtime,
                time,
                loggers.CreateLogger<PodAgent>());
        }

        Logs = new PodLogs(_host);
    }

    /// <summary>Raised when a pod changed: handlers only signal.</summary>
    public event Action? Changed
    {
        add
        {
            if (_host is not null)
            {
                _host.Changed += value;
            }
        }

        remove
        {
            if (_host is not null)
            {
                _host.Changed -= value;
            }
        }
    }

    /// <summary>What there is for pods, as it was when the process began; null: none are run, or a cluster decides.
    /// </summary>
    public NodeCapacity? Capacity { get; }

    /// <summary>What is kept back beside that.</summary>
    public NodeCapacity? Reserved { get; }

    /// <summary>Who takes snapshots.</summary>
    public IEnumerable<ISnapshotConsumer> Consumers => _host is null ? [] : [_host];

    /// <summary>How every pod is.</summary>
    public ImmutableArray<PodReport> Reports => _host?.Reports ?? [];

    /// <summary>Where the pods are, for the proxy.</summary>
    public ImmutableArray<LocalEndpoint> Endpoints => _host?.Endpoints ?? [];

    /// <summary>What pods wrote; null: none are run.</summary>
    public PodLogs? Logs { get; }

    /// <summary>Runs pods until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        _host?.RunAsync(cancellation) ?? Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        if (_runtime is not null)
        {
            await _runtime.DisposeAsync();
        }
    }

    private static IContainerRuntime Create(
        NodeConfiguration configuration, RuntimeConfiguration wanted, TimeProvider time)
    {
        var folder = Path.Combine(configuration.StateDirectory, "runtime");
        var addresses = IPNetwork.Parse(wanted.Addresses);
        return wanted.Kind == "process"
            ? new ProcessRuntime(
                new ProcessRuntimeOptions
                {
                    StateDirectory = folder,
                    ImageDirectories = wanted.Images,
                    Addresses = addresses,
                },
                time)
            : new ContainerEngineRuntime(
                new ContainerEngineOptions
                {
                    Node = configuration.Node,
                    StateDirectory = folder,
                    Socket = wanted.Socket,
                    Addresses = addresses,
                },
                time);
    }
}
