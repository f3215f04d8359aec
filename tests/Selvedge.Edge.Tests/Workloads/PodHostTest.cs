using System.Collections.Immutable;
using System.Diagnostics;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>A host of pods under test, over whatever really runs them. Also compiled into the tests of the whole
/// system, which have a cluster.</summary>
public abstract class PodHostTest : IAsyncDisposable
{
    public const int Port = 18080;
    public const string Image = "localhost/tools:1";
    public const string Busybox = "/bin/busybox";

    /// <summary>Between a snapshot and what becomes of it there may be a whole cluster, on a machine that is busy.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private IPodHost? _host;
    private long _epoch;

    /// <summary>The node's name.</summary>
    public string Node { get; protected init; } = "node-1";

    public IPodHost Host => _host!;

    /// <summary>A pod whose container runs a script of busybox's shell.</summary>
    public static PodSection Pod(string name, string script, Func<Container, Container>? change = null)
    {
        var container = new Container
        {
            Name = "main",
            Image = Image,
            Command = [Busybox, "sh", "-c"],
            Args = [script],
            Ports = [new ContainerPort { Name = "http", Number = Port }],
        };
        return new PodSection(
            "default", name, "uid-" + name, "node-1",
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("app", name)]),
            ImmutableSortedDictionary<string, string>.Empty,
            new PodSpec { Containers = [change?.Invoke(container) ?? container], TerminationGracePeriodSeconds = 5 },
            Documents(),
            Documents());
    }

    /// <summary>Documents of one entry each.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Documents(
        params (string Name, string Key, string Text)[] entries) =>
        entries.ToImmutableSortedDictionary(
            entry => entry.Name,
            entry => ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, [KeyValuePair.Create(entry.Key, entry.Text)]),
            StringComparer.Ordinal);

    /// <summary>Makes <see cref="Image"/> in a folder of images of plain processes.</summary>
    public static async Task WriteProcessImageAsync(string images)
    {
        var folder = Directory.CreateDirectory(Path.Combine(images, "localhost", "tools", "1"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "bin"));
        File.Copy(Busybox, Path.Combine(folder.FullName, "bin", "busybox"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "image.json"),
            """{ "command": ["/bin/busybox"], "args": ["echo", "as built"], "env": { "BUILT": "yes" } }""");
    }

    /// <summary>The snapshot has these pods from now on.</summary>
    public void Give(params PodSection[] pods)
    {
        var next = Snapshot.Empty("loc") with
        {
            Epoch = ++_epoch,
            Pods = pods.ToImmutableSortedDictionary(pod => pod.Uid, pod => pod, StringComparer.Ordinal),
        };
        Assert.Empty(Host.Check(next, new Manifest("loc", _epoch, [])));
        Host.Swap(next);
    }

    public PodReport? Report(string name) => Host.Reports.FirstOrDefault(report => report.Name == name);

    public ContainerStatus Container(string name) => Report(name)!.Status.ContainerStatuses[0];

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Limit, $"Not within {Limit}: {what()}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) =>
        UntilAsync(() => Task.FromResult(condition()), () => what);

    public Task IsAsync(string name, Func<PodReport, bool> condition, string what) => UntilAsync(
        () => Task.FromResult(Report(name) is { } report && condition(report)),
        () => $"{name} is {what}: {Report(name)?.Status} {Host.Condition}");

    public Task IsReadyAsync(string name) => IsAsync(name, report => report.Status.Ready, "ready");

    public Task IsGoneAsync(string name) => UntilAsync(() => Report(name) is null, $"{name} is gone");

    /// <summary>The node's process ends, and another one begins.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await ReopenAsync();
        Start();
    }

    /// <summary>The node's process ends.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Host.Dispose();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The node's process begins.</summary>
    protected void Start()
    {
        _host = Make();
        _running = _host.RunAsync(_stop.Token);
    }

    /// <summary>A host that runs nothing yet.</summary>
    protected abstract IPodHost Make();

    /// <summary>What is beneath, as the next process of the node finds it.</summary>
    protected virtual Task ReopenAsync() => Task.CompletedTask;

    /// <summary>Nothing is left.</summary>
    protected abstract Task CloseAsync();
}
