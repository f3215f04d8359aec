using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Edge.Demand;
using Selvedge.Edge.Dns;
using Selvedge.Edge.Http;
using Selvedge.Edge.Node;
using Selvedge.Edge.Probes;
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
        await using var dns = Dns(state);
        var demand = new DemandMeter(dns, time);
        var roundTrips = new RoundTripMeter(dns, time);
        await using var http = Http(state, accessLog, () => mayServeFromCache(), demand.Count, roundTrips.Add);
        using var observer = new Observer(state, time, loggers.CreateLogger<Observer>());
        using var prober = new BackendProber(state, http.Services, time, loggers.CreateLogger<BackendProber>());
        using var purges = new PurgeFollower(
            state, http.Purge, () => http.PurgeAll(), time, loggers.CreateLogger<PurgeFollower>());
        var fence = new StallFence(purges, time, loggers.CreateLogger<StallFence>());
        mayServeFromCache = () => fence.MayServeFromCache;
        await using var pods = new NodeWorkloads(configuration, time, loggers);
        using var network = new NodeNetwork(configuration, time, loggers);
        var intake = new SnapshotIntake(
            state, [http, dns, .. pods.Consumers, .. network.Consumers], configuration.StateDirectory, time,
            loggers.CreateLogger<SnapshotIntake>());
        var load = new LoadMeter(() => http.RequestsInFlight, () => http.RequestsServed, time);
        using var reporter = new StatusReporter(
            state,
            new StatusSources(
                () => intake.Refusals, prober.Reports, observer.Observations, load.Read,
                () => pods.Reports, () => intake.Unkept)
            {
                Capacity = pods.Capacity,
                Reserved = pods.Reserved,
                Demand = demand.Read,
                RoundTrips = roundTrips.Read,
                Services = http.Traffic.Read,
                Network = network.Report,
            },
            Randomness.NewId(),
            ProductVersion.Text,
            time,
            loggers.CreateLogger<StatusReporter>());
        ReportChanges(reporter, observer, prober, pods, network);
        pods.Changed += () => http.Services.Follow(pods.Endpoints);
        var responder = new CommandResponder(
            purges, new NodeQuestions(http, dns, pods.Logs).Verbs, time, loggers.CreateLogger<CommandResponder>());

        intake.Restore();
        await http.StartAsync(stop);
        await using var bus = new NodeBus(
            configuration.Bus.Open(), configuration.Node, configuration.Location, time,
            loggers.CreateLogger<NodeBus>());
        await using var operators = await ServeMetricsAsync(metrics, stop);
        using var supervised = new Supervised(time, log, stop);
        supervised.RunVital("snapshots", cancellation => intake.RunAsync(bus, cancellation));
        supervised.Run("purges", cancellation => purges.RunAsync(bus, cancellation));
        supervised.Run("commands", cancellation => responder.RunAsync(bus, cancellation));
        supervised.Run("status", cancellation => reporter.RunAsync(bus, cancellation));
        RunProbes(supervised, fence, observer, prober);
        supervised.Run("pods", pods.RunAsync);
        network.Run(supervised);
        await AnswerDnsAsync(dns, intake, log, stop);
        await supervised.EndAsync();

        using var patience = new CancellationTokenSource(DrainPatience, time);
        await http.StopAsync(patience.Token);
        await dns.StopAsync(patience.Token);
    }

    private static void ReportChanges(
        StatusReporter reporter, Observer observer, BackendProber prober, NodeWorkloads pods, NodeNetwork network)
    {
        observer.Changed += reporter.Poke;
        prober.Changed += reporter.Poke;
        pods.Changed += reporter.Poke;
        network.Changed += reporter.Poke;
    }

    // The table on disk may name places that have gone since: better a resolver asks another server for a moment.
    private async Task AnswerDnsAsync(DnsServer dns, SnapshotIntake intake, ILogger log, CancellationToken stop)
    {
        await intake.HearTableAsync(stop);
        await dns.StartAsync(stop);
        Log.Serving(log, configuration.Node);
    }

    private static void RunProbes(Supervised supervised, StallFence fence, Observer observer, BackendProber prober)
    {
        supervised.Run("fence", fence.RunAsync);
        supervised.Run("observer", observer.RunAsync);
        supervised.Run("prober", prober.RunAsync);
    }

    private async Task<MetricsServer?> ServeMetricsAsync(PrometheusExposition metrics, CancellationToken stop)
    {
        if (configuration.Metrics.Length == 0)
        {
            return null;
        }

        var server = new MetricsServer(IPEndPoint.Parse(configuration.Metrics), metrics, loggers);
        await server.StartAsync(stop);
        return server;
    }

    private HttpServer Http(
        NodeState state,
        Stream accessLog,
        Func<bool> mayServeFromCache,
        Action<SiteId, IPAddress> counted,
        Action<IPAddress, TimeSpan> measured) => new(
        new HttpServerOptions
        {
            Http = [.. configuration.Http.Select(IPEndPoint.Parse)],
            Https = [.. configuration.Https.Select(IPEndPoint.Parse)],
            AccessLog = accessLog,
            MayServeFromCache = mayServeFromCache,
            Counted = counted,
            Measured = measured,
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
