using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using Selvedge.Fabric.Bus;

namespace Selvedge.Fabric.Tests.Bus;

/// <summary>A real nats-server with the configuration that the product writes: nodes fra1, fra2 and nyc1.</summary>
public sealed class BusTestServer : IAsyncDisposable
{
    public const string Lineage = "test-store";

    private readonly string _directory = Directory.CreateTempSubdirectory("selvedge-bus-").FullName;
    private readonly int _port = FreePort();
    private readonly BusIdentity _control = BusIdentity.Create();
    private readonly Dictionary<string, BusIdentity> _nodes = new(StringComparer.Ordinal)
    {
        ["fra1"] = BusIdentity.Create(),
        ["fra2"] = BusIdentity.Create(),
        ["nyc1"] = BusIdentity.Create(),
    };

    private Process? _process;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public string Url => $"nats://127.0.0.1:{_port}";

    public string Authority => Path.Combine(_directory, "ca.pem");

    /// <summary>Starts one, or skips the test.</summary>
    public static BusTestServer Start()
    {
        var server = Prepare();
        server.Run();
        return server;
    }

    /// <summary>One that is not running yet.</summary>
    public static BusTestServer Prepare()
    {
        Assert.SkipUnless(Program() is not null, "nats-server is not installed (Debian package nats-server)");
        var server = new BusTestServer();
        server.WriteCertificates();
        return server;
    }

    public void Run()
    {
        var configuration = Path.Combine(_directory, "server.conf");
        File.WriteAllText(configuration, BusConfiguration.Render(new BusServer(
            "test",
            $"127.0.0.1:{_port}",
            Path.Combine(_directory, "store"),
            Path.Combine(_directory, "server.pem"),
            Path.Combine(_directory, "server.key"),
            Authority,
            _control.PublicKey,
            Path.Combine(_directory, "pid"),
            [.. _nodes.Select(node => new BusNode(node.Key, node.Key[..3], node.Value.PublicKey))])));
        _process = Process.Start(new ProcessStartInfo(
            Program()!, ["-c", configuration, "-l", Path.Combine(_directory, "log")]));
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill(bool wipe = false)
    {
        _process?.Kill();
        _process?.WaitForExit();
        if (wipe)
        {
            Directory.Delete(Path.Combine(_directory, "store"), recursive: true);
        }
    }

    public string Log() => File.ReadAllText(Path.Combine(_directory, "log"));

    public BusEndpoint Endpoint(string node) => new(Url, Authority, _nodes[node]);

    public BusEndpoint ControlEndpoint() => new(Url, Authority, _control);

    public ControlBus Control(string lineage = Lineage) =>
        new(ControlEndpoint(), lineage, TimeProvider.System, NullLogger<ControlBus>.Instance);

    /// <summary>Control's end, connected and with its buckets.</summary>
    public async Task<ControlBus> ReadyControlAsync(string lineage = Lineage)
    {
        var control = Control(lineage);
        await Eventually.AsyncAsync(
            async () => (await control.EnsureBucketsAsync(CancellationToken.None)).Done, "buckets");
        return control;
    }

    public NodeBus Node(string node) =>
        new(Endpoint(node), node, node[..3], TimeProvider.System, NullLogger<NodeBus>.Instance);

    /// <summary>A plain client with the credentials of a node (or of control), to try what it may.</summary>
    public NatsConnection Client(string? node, Action<string>? refused = null, string? authority = null)
    {
        var identity = node is null ? null : node == "control" ? _control : _nodes[node];
        var client = new NatsConnection(new NatsOpts
        {
            Url = Url,
            InboxPrefix = node is null or "control" ? "_INBOX" : $"_INBOX_{node}",
            AuthOpts = identity is null
                ? NatsAuthOpts.Default
                : new NatsAuthOpts { NKey = identity.PublicKey, Seed = identity.Seed },
            TlsOpts = new NatsTlsOpts { CaFile = authority ?? Authority, Mode = TlsMode.Require },
            RequestTimeout = TimeSpan.FromSeconds(1),
        });
        client.ServerError += (_, args) =>
        {
            refused?.Invoke(args.Error);
            return ValueTask.CompletedTask;
        };
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        await Task.Yield();
        Directory.Delete(_directory, recursive: true);
    }

    private static string? Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(path => Path.Combine(path, "nats-server")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteCertificates()
    {
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(from, from.AddDays(30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(root, from, from.AddDays(20), [1, 2, 3, 4]);
        File.WriteAllText(Authority, root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory, "server.pem"), leaf.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
