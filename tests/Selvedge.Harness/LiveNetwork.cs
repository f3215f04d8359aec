using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Selvedge.Harness;

/// <summary>The real binary's development network, under a loopback prefix and in a folder of its own.</summary>
public sealed class LiveNetwork : IAsyncDisposable
{
    /// <summary>The example site's hostname.</summary>
    public const string Hostname = "atlas.selvedge.test";

    /// <summary>HTTPS at every location.</summary>
    public const int HttpsPort = 8443;

    /// <summary>HTTP at every location.</summary>
    public const int HttpPort = 8080;

    private const int BusPort = 4222;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(40);

    private readonly Process _dev;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly bool _removeState;

    private LiveNetwork(Process dev, string prefix, string state, bool removeState)
    {
        (_dev, Prefix, State, _removeState) = (dev, prefix, state, removeState);
    }

    /// <summary>The locations' names; their addresses count from 1 in the third octet.</summary>
    public static IReadOnlyList<string> Locations { get; } = ["fra", "nyc", "syd"];

    /// <summary>The loopback prefix, for example <c>127.31</c>.</summary>
    public string Prefix { get; }

    /// <summary>The state's folder.</summary>
    public string State { get; }

    /// <summary>Time from the command to serving.</summary>
    public TimeSpan StartedAfter { get; private set; }

    /// <summary>Everything the command printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(State, "kubeconfig");

    /// <summary>The console's address.</summary>
    public Uri Console => new($"http://{Prefix}.0.1:7080");

    /// <summary>Where all nodes answer DNS together.</summary>
    public IPEndPoint Dns => new(IPAddress.Parse($"{Prefix}.0.1"), 5300);

    /// <summary>The origin of the example site, as the nodes reach it.</summary>
    public Uri Origin => new($"http://{Prefix}.0.1:9000");

    /// <summary>The example site's files: each path under the site's root, sorted.</summary>
    public IReadOnlyList<string> SiteFiles =>
    [
        .. Directory.EnumerateFiles(SiteRoot, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(SiteRoot, file))
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The folder of those files.</summary>
    public string SiteRoot => Path.Combine(State, "site");

    /// <summary>The launcher, as a person starts it.</summary>
    public static string Launcher => Path.Combine(Programs.RepositoryRoot, "selvedge");

    /// <summary>The binary under test.</summary>
    public static string Binary => Path.Combine(
        Programs.RepositoryRoot, "artifacts", "bin", "Selvedge", "release", "selvedge");

    /// <summary>A location's address.</summary>
    public IPAddress AddressOf(string location) => IPAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{Locations.ToList().IndexOf(location) + 1}.1"));

    /// <summary>A loopback prefix that no network uses now; another process that asks at the same time gets another
    /// one.</summary>
    /// <param name="first">The lowest second octet that may be taken.</param>
    /// <param name="count">How many from there on.</param>
    public static string FreePrefix(int first = 31, int count = 200)
    {
        for (var step = 0; step < count; step++)
        {
            var prefix = FormattableString.Invariant($"127.{first + ((Environment.ProcessId + step) % count)}");
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Parse($"{prefix}.0.1"), BusPort));
                return prefix;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException($"No loopback prefix is free from 127.{first} to 127.{first + count - 1}.");
    }

    /// <summary>Starts a network and waits until it serves.</summary>
    /// <param name="prefix">One that no other network of this machine uses.</param>
    /// <param name="state">The folder; null: a fresh one, removed in the end.</param>
    /// <param name="restartAfter">How long killed processes stay dead.</param>
    /// <param name="program">What is started; null: <see cref="Binary"/>.</param>
    /// <param name="bare">Whether there is no example application.</param>
    public static async Task<LiveNetwork> StartAsync(
        string prefix, string? state = null, string restartAfter = "2s", string? program = null, bool bare = true)
    {
        var folder = state ?? Directory.CreateTempSubdirectory("selvedge-live-").FullName;
        var start = new ProcessStartInfo(program ?? Binary)
        {
            ArgumentList = { "dev", "--state", folder, "--network", prefix, "--restart-after", restartAfter },
            // What it tells of files is relative to where it was called, as for a person beside the state.
            WorkingDirectory = Path.GetDirectoryName(folder),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (bare)
        {
            start.ArgumentList.Add("--bare");
        }

        var began = Stopwatch.StartNew();
        var network = new LiveNetwork(Process.Start(start)!, prefix, folder, state is null);
        var serving = new TaskCompletionSource();
        network._dev.OutputDataReceived += (_, line) => network.Take(line.Data, serving);
        network._dev.ErrorDataReceived += (_, line) => network.Take(line.Data, serving);
        network._dev.BeginOutputReadLine();
        network._dev.BeginErrorReadLine();
        var ended = network._dev.WaitForExitAsync();
        var first = await Task.WhenAny(serving.Task, ended, Task.Delay(StartLimit));
        if (first != serving.Task)
        {
            var output = network.Output;
            await network.DisposeAsync();
            throw new InvalidOperationException($"The network does not serve:\n{output}");
        }

        network.StartedAfter = began.Elapsed;
        return network;
    }

    /// <summary>Runs a selvedge command against the network.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => Programs.RunAsync(
        Binary, arguments,
        environment: new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig, ["NO_COLOR"] = "1" });

    /// <summary>The process id of a part: <c>control</c>, <c>bus</c>, <c>fra-1</c>, ...</summary>
    public int IdOf(string part) => int.Parse(
        File.ReadLines(Path.Combine(State, "run", $"{part}.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The parts that have a process.</summary>
    public IEnumerable<string> Parts => Directory.GetFiles(Path.Combine(State, "run"), "*.pid")
        .Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Ends the network by a signal and waits for it; the state stays.</summary>
    /// <param name="signal"><c>INT</c>, <c>TERM</c> or <c>KILL</c>.</param>
    /// <param name="everyPart">Whether each part gets the signal too, as from Ctrl-C on a terminal.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(string signal, bool everyPart = false)
    {
        int[] ids = [_dev.Id, .. everyPart ? Parts.Select(IdOf) : []];
        await Programs.RunAsync(
            "/bin/kill", ["-s", signal, .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        using var patience = new CancellationTokenSource(EndLimit);
        await _dev.WaitForExitAsync(patience.Token);
        return _dev.ExitCode;
    }

    /// <summary>Sends a signal to a part: <c>KILL</c>, <c>STOP</c>, <c>CONT</c>, <c>TERM</c>.</summary>
    public async Task SignalAsync(string part, string signal)
    {
        if (signal == "KILL")
        {
            // Two deaths with a snapshot on trial would look like the snapshot's doing.
            var trial = Path.Combine(State, "nodes", part, "trying");
            await UntilAsync(() => Task.FromResult(!File.Exists(trial)), EndLimit, $"{part} has no snapshot on trial");
        }

        var result = await Programs.RunAsync(
            "/bin/kill", ["-s", signal, IdOf(part).ToString(CultureInfo.InvariantCulture)]);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{part} could not be sent {signal}: {result.Error}");
        }
    }

    /// <summary>A client that reaches the site at one location only, and validates its certificate.</summary>
    public HttpClient ClientOf(string location) => new(Handler((_, cancellation) =>
        ConnectAsync(AddressOf(location), cancellation)), disposeHandler: true)
    {
        BaseAddress = new Uri($"https://{Hostname}:{HttpsPort}"),
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A handler that validates against the network's certificate authorities and connects as told.</summary>
    public SocketsHttpHandler Handler(
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        foreach (var root in Directory.GetFiles(Path.Combine(State, "acme"), "root-*.pem"))
        {
            policy.CustomTrustStore.ImportFromPemFile(root);
        }

        return new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = connect,
        };
    }

    /// <summary>Connects to the site at an address.</summary>
    /// <param name="address">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="from">The client's own address; null: whichever the system takes.</param>
    public static async ValueTask<Stream> ConnectAsync(
        IPAddress address, CancellationToken cancellation, IPAddress? from = null)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
            {
                socket.Bind(new IPEndPoint(from, 0));
            }

            await socket.ConnectAsync(address, HttpsPort, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a condition, asked every 50 ms.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"{what}: not within {limit.TotalSeconds:0.#} s.");
            }

            await Task.Delay(50);
        }

        return watch.Elapsed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_dev.HasExited)
        {
            await Programs.RunAsync("/bin/kill", ["-s", "INT", _dev.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(EndLimit);
            try
            {
                await _dev.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _dev.Kill(entireProcessTree: true);
            }
        }

        _dev.Dispose();
        if (_removeState)
        {
            Directory.Delete(State, recursive: true);
        }
    }

    private void Take(string? line, TaskCompletionSource serving)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.Contains("Serving from", StringComparison.Ordinal))
        {
            serving.TrySetResult();
        }
    }
}
