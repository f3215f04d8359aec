using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Edge.Dns;
using Selvedge.Edge.Http;
using Selvedge.Edge.Node;
using Selvedge.Edge.Probes;
using Selvedge.Edge.Workloads;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Telemetry;

namespace Selvedge.Processes;

/// <summary>A node: serves from its last good snapshot at once, then follows the bus.</summary>
internal sealed class NodeProcess(NodeConfiguration configuration, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>How long requests may take to end after SIGTERM.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var log = loggers.CreateLogger<NodeProcess>();
        using var metrics = new PrometheusExposition();
        var state = new NodeState(configuration.Node, configuration.Location);
        await using var accessLog = AccessLog();
        Func<bool> mayServeFromCache = static () => true;
        await using var http = Http(state, accessLog, () => mayServeFromCache());
        await using var dns = Dns(state);
        using var observer = new Observer(state, time, loggers.CreateLogger<Observer>());
        using var prober = new BackendProber(state, http.Services, time, loggers.CreateLogger<BackendProber>());
        using var purges = new PurgeFollower(
            state, http.Purge, () => http.PurgeAll(), time, loggers.CreateLogger<PurgeFollower>());
        var fence = new StallFence(purges, time, loggers.CreateLogger<StallFence>());
        mayServeFromCache = () => fence.MayServeFromCache;
        await using var runtime = Runtime();
        using var agent = runtime is null ? null : Agent(runtime);
        var intake = new SnapshotIntake(
            state, agent is null ? [http, dns] : [http, dns, agent], configuration.StateDirectory, time, loggers.CreateLogger<SnapshotIntake>());
        var load = new LoadMeter(() => http.RequestsInFlight, () => http.RequestsServed, time);
        using var reporter = new StatusReporter(
            state,
            new StatusSources(
                () => intake.Refusals, prober.Reports, observer.Observations, load.Read,
                () => agent?.Reports ?? [], () => intake.Unkept),
            Randomness.NewId(),
            ProductVersion.Text,
            time,
            loggers.CreateLogger<StatusReporter>());
        observer.Changed += reporter.Poke;
        prober.Changed += reporter.Poke;
        if (agent is not null)
        {
            agent.Changed += () => http.Services.Follow(agent.Endpoints);
            agent.Changed += reporter.Poke;
        }

        var responder = new CommandResponder(
            purges, new NodeQuestions(http, dns, agent is null ? null : new PodLogs(agent)).Verbs, time, loggers.CreateLogger<CommandResponder>());

        intake.Restore();
        await http.StartAsync(stop);
        await dns.StartAsync(stop);
        await using var bus = new NodeBus(
            configuration.Bus.Open(), configuration.Node, configuration.Location, time,
            loggers.CreateLogger<NodeBus>());
        await using var operators = configuration.Metrics.Length > 0
            ? new MetricsServer(IPEndPoint.Parse(configuration.Metrics), metrics, loggers)
            : null;
        if (operators is not null)
        {
            await operators.StartAsync(stop);
        }

        using var supervised = new Supervised(time, log, stop);
        supervised.RunVital("snapshots", cancellation => intake.RunAsync(bus, cancellation));
        supervised.Run("purges", cancellation => purges.RunAsync(bus, cancellation));
        supervised.Run("commands", cancellation => responder.RunAsync(bus, cancellation));
        supervised.Run("status", cancellation => reporter.RunAsync(bus, cancellation));
        supervised.Run("fence", fence.RunAsync);
        supervised.Run("observer", observer.RunAsync);
        supervised.Run("prober", prober.RunAsync);
        supervised.Run("pods", agent is null ? null : agent.RunAsync);
        Log.Serving(log, configuration.Node);
        await supervised.EndAsync();

        using var patience = new CancellationTokenSource(DrainPatience, time);
        await http.StopAsync(patience.Token);
        await dns.StopAsync(patience.Token);
    }

    private IContainerRuntime? Runtime()
    {
        var folder = Path.Combine(configuration.StateDirectory, "runtime");
        return configuration.Runtime switch
        {
            null => null,
            { Kind: "process" } process => new ProcessRuntime(
                new ProcessRuntimeOptions
                {
                    StateDirectory = folder,
                    ImageDirectories = process.Images,
                    Addresses = IPNetwork.Parse(process.Addresses),
                },
                time),
            var containers => new ContainerEngineRuntime(
                new ContainerEngineOptions
                {
                    Node = configuration.Node,
                    StateDirectory = folder,
                    Socket = containers.Socket,
                    Addresses = IPNetwork.Parse(containers.Addresses),
                },
                time),
        };
    }

    private PodAgent Agent(IContainerRuntime runtime) => new(
        new PodAgentOptions
        {
            Node = configuration.Node,
            HostAddress = configuration.Http.Select(IPEndPoint.Parse).FirstOrDefault()?.Address.ToString() ?? "",
            StateDirectory = Path.Combine(configuration.StateDirectory, "pods"),
            StopPodsWithNode = configuration.Runtime!.StopWithNode,
        },
        runtime,
        time,
        loggers.CreateLogger<PodAgent>());

    private HttpServer Http(NodeState state, Stream accessLog, Func<bool> mayServeFromCache) => new(
        new HttpServerOptions
        {
            Http = [.. configuration.Http.Select(IPEndPoint.Parse)],
            Https = [.. configuration.Https.Select(IPEndPoint.Parse)],
            AccessLog = accessLog,
            MayServeFromCache = mayServeFromCache,
        },
        state,
        time,
        Randomness.NewId,
        loggers);

    private DnsServer Dns(NodeState state) => new(
        new DnsServerOptions
        {
            Listen = [.. configuration.Dns.Select(IPEndPoint.Parse)],
            Workers = configuration.DnsWorkers,
            CountryDatabasePath = configuration.CountryDatabase.Length > 0 ? configuration.CountryDatabase : null,
        },
        state,
        time,
        loggers.CreateLogger<DnsServer>());

    private Stream AccessLog() => configuration.AccessLog.Length > 0
        ? new FileStream(configuration.AccessLog, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)
        : System.Console.OpenStandardOutput();
}
