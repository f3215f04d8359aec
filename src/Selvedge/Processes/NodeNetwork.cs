using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Core.Nodes;
using Selvedge.Edge.Network.Routing;
using Selvedge.Edge.Node;

namespace Selvedge.Processes;

/// <summary>The part of a node that works at layers 3 and 4. Where the machine has no program or no right for it, it says
/// so, and the rest of the node goes on.</summary>
internal sealed class NodeNetwork : IDisposable
{
    private readonly BgpSpeaker _routing;

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
        _routing.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised when <see cref="Report"/> says something new: handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Who takes snapshots.</summary>
    public IEnumerable<ISnapshotConsumer> Consumers => [_routing];

    /// <summary>What it does; null: nothing.</summary>
    public NetworkReport? Report() => _routing.Report is { } routing ? new NetworkReport { Routing = routing } : null;

    /// <summary>Begins to work. Users go on being served until each part has taken its leave.</summary>
    public void Run(Supervised supervised) => supervised.Run("routing", _routing.RunAsync);

    /// <inheritdoc/>
    public void Dispose() => _routing.Dispose();
}
