using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Selvedge.Commands;
using Selvedge.Configuration;
using Selvedge.Console;
using Selvedge.Control.Api;
using Selvedge.Control.Bus;
using Selvedge.Control.Certificates;
using Selvedge.Control.Commands;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Control.Placement;
using Selvedge.Control.Verdicts;
using Selvedge.Control.Workloads;
using Selvedge.Core.Serviceability;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;
using Selvedge.Fabric.Telemetry;

namespace Selvedge.Processes;

/// <summary>The control plane: store, API, compiler, certificates, verdicts, console.</summary>
internal sealed class ControlProcess(ControlConfiguration configuration, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan BusRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var log = loggers.CreateLogger<ControlProcess>();
        using var metrics = new PrometheusExposition();
        Directory.CreateDirectory(configuration.StateDirectory);
        using var authority = LocalAuthority.Open(InState("authority"), time, RandomNumberGenerator.Fill);
        var tokens = BearerTokens.Open(InState("tokens"), RandomNumberGenerator.Fill);
        await using var store = await OpenStoreAsync(stop);
        var memory = new InternalDocuments(store, Randomness.NewUid);
        var documents = new DocumentStore(store);
        var cache = new DocumentCache(store, time, loggers.CreateLogger<DocumentCache>());
        var events = new EventRecorder(store, time, Randomness.NewUid, loggers.CreateLogger<EventRecorder>());
        await using var bus = new ControlBus(
            configuration.Bus.Open(), await memory.LineageAsync(stop), time, loggers.CreateLogger<ControlBus>());
        using var purges = new PurgeLog(store);
        using var verdicts = new VerdictLoop(
            cache, memory, bus, new VerdictPolicy(), time, loggers.CreateLogger<VerdictLoop>());
        using var roster = CreateRoster(cache);
        using var publisher =
            new SnapshotPublisher(cache, memory, bus, time, loggers.CreateLogger<SnapshotPublisher>());
        using var recorder = new StatusRecorder(
            verdicts, publisher, cache, documents, events, time, loggers.CreateLogger<StatusRecorder>());
        using var decisions = new ControlDecisions(
            configuration, cache, documents, memory, publisher, verdicts, events, time, loggers);
        var record = new DecisionRecord(store, time, loggers.CreateLogger<DecisionRecord>());
        using var issuer = CreateIssuer(documents, new ChallengeReach(cache, publisher, verdicts, time));
        var commands = new NetworkCommands(cache, purges, verdicts, bus, events);
        await using var api = Api(
            store, authority, tokens, metrics, new PodLogSource(bus, time).ReadAsync,
            routes => Map(routes, commands, verdicts, new Replay(record, time), cache, decisions.Placement));

        await RememberAsync(purges, verdicts, publisher, record, stop);
        await api.StartAsync(stop);
        await cache.LoadAsync(stop);
        WriteKubeconfig(authority, tokens);
        await using var console = await StartConsoleAsync(authority, tokens, stop);

        using var supervised = new Supervised(time, log, stop);
        RunBus(supervised, bus, purges, publisher, verdicts, log);
        decisions.Run(supervised);
        supervised.Run(
            "statuses", cancellation => ReceiveAsync(bus, verdicts, decisions.Placement, cache, cancellation));
        supervised.Run("documents", cache.RunAsync);
        supervised.Run("roster", roster is null ? null : roster.RunAsync);
        supervised.Run("publisher", publisher.RunAsync);
        supervised.Run("verdicts", verdicts.RunAsync);
        RunRecords(supervised, events, recorder, record);
        supervised.Run("certificates", issuer.RunAsync);
        Log.Serving(log, "control");
        await supervised.EndAsync();
        await api.StopAsync(CancellationToken.None);
    }

    // What was decided before this process began is in force still. What is compiled depends on who is routed where,
    // and the other way round: each hears of the other's change, and the record of both.
    private static async Task RememberAsync(
        PurgeLog purges, VerdictLoop verdicts, SnapshotPublisher publisher, DecisionRecord record,
        CancellationToken cancellation)
    {
        await purges.LoadAsync(cancellation);
        await verdicts.LoadAsync(cancellation);
        await record.LoadAsync(verdicts.Current, cancellation);
        publisher.Published += verdicts.Published;
        publisher.Steered += record.Note;
        publisher.Follow(verdicts.Current);
        verdicts.Changed += (_, table) =>
        {
            publisher.Follow(table);
            record.Note(table);
        };
    }

    private static void Map(
        IEndpointRouteBuilder routes, NetworkCommands commands, VerdictLoop verdicts, Replay replay,
        DocumentCache cache, PlacementLoop placement)
    {
        CommandEndpoints.Map(routes, commands, verdicts, replay);
        PlanEndpoints.Map(routes, cache, placement);
    }

    private static void RunRecords(
        Supervised supervised, EventRecorder events, StatusRecorder statuses, DecisionRecord decisions)
    {
        supervised.Run("events", events.RunAsync);
        supervised.Run("recorder", statuses.RunAsync);
        supervised.Run("record", decisions.RunAsync);
    }

    private void RunBus(
        Supervised supervised, ControlBus bus, PurgeLog purges, SnapshotPublisher publisher, VerdictLoop verdicts,
        ILogger log)
    {
        supervised.Run(
            "bus", cancellation => FollowBusAsync(bus, purges, publisher, verdicts, log, cancellation));
    }

    /// <summary>Whatever the bus held before, after each connection it holds everything again.</summary>
    private async Task FollowBusAsync(
        ControlBus bus,
        PurgeLog purges,
        SnapshotPublisher publisher,
        VerdictLoop verdicts,
        ILogger log,
        CancellationToken cancellation)
    {
        await foreach (var _ in bus.ConnectionsAsync(cancellation))
        {
            var filled = await bus.EnsureBucketsAsync(cancellation);
            while (!filled.Done
                || !(filled = await bus.RestorePurgesAsync(purges.Head, purges.Recent, cancellation)).Done)
            {
                Log.BusNotFilled(log, filled.Reason);
                await Task.Delay(BusRetry, time, cancellation);
                filled = await bus.EnsureBucketsAsync(cancellation);
            }

            publisher.PublishAll();
            verdicts.PublishAgain();
        }
    }

    private static async Task ReceiveAsync(
        ControlBus bus, VerdictLoop verdicts, PlacementLoop placement, DocumentCache cache,
        CancellationToken cancellation)
    {
        await foreach (var status in bus.StatusesAsync(cancellation))
        {
            verdicts.Receive(status);
            placement.Demand.Receive(status, cache.Current);
            placement.Latency.Receive(status, cache.Current);
        }
    }

    private void WriteKubeconfig(LocalAuthority authority, BearerTokens tokens)
    {
        var path = configuration.Kubeconfig.Length > 0
            ? configuration.Kubeconfig
            : InState("kubeconfig");
        if (File.Exists(path))
        {
            return;
        }

        var admin = new Caller("admin", ["selvedge:admins"]);
        tokens.Revoke(admin.User);
        new KubeconfigFile(new Uri($"https://{configuration.Api}"), authority.CertificatePem, tokens.Issue(admin))
            .Write(path, admin.User);
    }

    private async Task<ConsoleServer?> StartConsoleAsync(
        LocalAuthority authority, BearerTokens tokens, CancellationToken cancellation)
    {
        if (configuration.Console.Length == 0)
        {
            return null;
        }

        var server = new ConsoleServer(
            new ConsoleOptions
            {
                Listen = IPEndPoint.Parse(configuration.Console),
                Api = new Uri($"https://{configuration.Api}"),
                Token = tokens.IssuePassing(new Caller("console", ["selvedge:viewers"])),
                CaCertificatePem = authority.CertificatePem,
            },
            time,
            loggers);
        await server.StartAsync(cancellation);
        return server;
    }

    private ApiServer Api(
        SealedResourceStore store,
        LocalAuthority authority,
        BearerTokens tokens,
        PrometheusExposition metrics,
        PodLogReader logs,
        Action<IEndpointRouteBuilder> more)
    {
        var listen = IPEndPoint.Parse(configuration.Api);
        var issued = authority.Issue("api", [listen.Address.ToString(), "localhost"]);
        return new ApiServer(
            new ApiOptions
            {
                Listen = listen,
                Certificate = X509Certificate2.CreateFromPemFile(issued.CertificatePath, issued.KeyPath),
                Version = ProductVersion.Text,
                PodLogs = logs,
                Metrics = context =>
                {
                    context.Response.ContentType = PrometheusExposition.ContentType;
                    return context.Response.WriteAsync(metrics.Render(), context.RequestAborted);
                },
            },
            store,
            token => tokens.TryFind(token, out var caller) ? caller : null,
            time,
            Randomness.NewUid,
            loggers,
            more);
    }

    private async Task<SealedResourceStore> OpenStoreAsync(CancellationToken cancellation)
    {
        var file = await SqliteResourceStore.OpenAsync(InState("selvedge.db"), time, cancellation: cancellation);
        return new SealedResourceStore(file, SecretBox.Open(InState("master.key"), RandomNumberGenerator.Fill));
    }

    private string InState(string name) => Path.Combine(configuration.StateDirectory, name);

    private BusRoster? CreateRoster(DocumentCache cache) => configuration.BusServer is not { } server
        ? null
        : new BusRoster(
            cache,
            server.With(configuration.Bus.AuthorityFile, configuration.Bus.Open().Identity.PublicKey),
            server.ConfigurationFile,
            () => NatsServer.Reload(server.PidFile),
            time,
            loggers.CreateLogger<BusRoster>());

    // Without any authority it still reads what operators upload.
    private CertificateIssuer CreateIssuer(DocumentStore documents, ChallengeReach reach) => new(
        new CertificateIssuerOptions { Issuers = [.. configuration.Issuers.Select(Issuer)] },
        documents,
        reach.AreLiveAsync,
        time,
        new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
        Randomness.NewUid,
        loggers.CreateLogger<CertificateIssuer>());

    private static AcmeIssuer Issuer(IssuerConfiguration issuer) => new(
        issuer.Name,
        new Uri(issuer.DirectoryUrl),
        issuer.Email,
        issuer.TrustedRootsFile.Length > 0 ? File.ReadAllText(issuer.TrustedRootsFile) : "",
        issuer.EabKeyId.Length > 0 ? issuer.EabKeyId : null,
        issuer.EabKeyFile.Length > 0 ? File.ReadAllText(issuer.EabKeyFile).Trim() : null);
}
