using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Network.Balancing;
using Selvedge.Edge.Network.Defence;
using Selvedge.Edge.Network.Routing;
using Selvedge.Edge.Node;

namespace Selvedge.Processes;

/// <summary>The part of a node that works at layers 3 and 4. Where the machine has no program or no right for it, it
/// says so, and the rest of the node goes on.</summary>
internal sealed class NodeNetwork : IDisposable
{
    private readonly BgpSpeaker _routing;
    private readonly FlowBalancer _balancer;
    private readonly DefenceAgent _defence;

    /// <summary>Does nothing yet.</summary>
    public NodeNetwork(NodeConfiguration configuration, TimeProvider time, ILoggerFactory loggers)
    {
        var check = configuration.Network.Check.Length > 0
            ? configuration.Network.Check
            : configuration.Http.FirstOrDefault();
        _routing = new BgpSpeaker(
            new RoutingOptions
            {
                Node = configuration.Node,
                Location = configuration.Location,
                StateDirectory = Path.Combine(configuration.StateDirectory, "routing"),
                Bird = configuration.Network.Bird,
                Check = check is null ? null : IPEndPoint.Parse(check),
            },
            time,
            loggers.CreateLogger<BgpSpeaker>());
        _balancer = new FlowBalancer(
            new BalancerOptions
            {
                Node = configuration.Node,
                Location = configuration.Location,
                StateDirectory = Path.Combine(configuration.StateDirectory, "balancer"),
                Interfaces = configuration.Network.Interfaces,
            },
            time,
            loggers.CreateLogger<FlowBalancer>());
        _defence = new DefenceAgent(
            new DefenceAgentOptions
            {
                StateDirectory = Path.Combine(configuration.StateDirectory, "defence"),
                Interfaces = configuration.Network.Interfaces,
            },
            time,
            loggers.CreateLogger<DefenceAgent>());
        _routing.Changed += () => Changed?.Invoke();
        _balancer.Changed += () => Changed?.Invoke();
        _defence.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised when <see cref="Report"/> says something new: handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Who takes snapshots.</summary>
    public IEnumerable<ISnapshotConsumer> Consumers => [_routing, _balancer, _defence];

    /// <summary>What it does; null: nothing.</summary>
    public NetworkReport? Report()
    {
        var (routing, balancer, defence) = (_routing.Report, _balancer.Report, _defence.Report);
        return routing is null && balancer is null && defence is null
            ? null
            : new NetworkReport { Routing = routing, Balancer = balancer, Defence = defence };
    }

    /// <summary>Begins to work. Users go on being served until each part has taken its leave.</summary>
    public void Run(Supervised supervised)
    {
        supervised.Run("routing", _routing.RunAsync);
        supervised.Run("balancer", _balancer.RunAsync);
        supervised.Run("defence", _defence.RunAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _routing.Dispose();
        _balancer.Dispose();
        _defence.Dispose();
    }
}
