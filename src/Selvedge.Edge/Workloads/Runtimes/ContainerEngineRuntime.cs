using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Runs containers through the Docker Engine API: a podman of the node's own, or an engine that runs
/// already.</summary>
/// <remarks>Containers are in the machine's network: each pod has a loopback address, which its programs have to listen
/// on (<c>POD_IP</c>), and nothing of the machine's network is changed.</remarks>
public sealed class ContainerEngineRuntime : IContainerRuntime
{
    /// <summary>The API's version that podman 4.3 and Docker 20.10 speak.</summary>
    private static readonly System.Version ApiVersion = new(1, 41);

    private readonly ContainerEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly LoopbackAddresses _addresses;
    private readonly PodmanEngine? _podman;
    private readonly DockerClient _client;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly ConcurrentDictionary<string, OwnedContainer> _known = new(StringComparer.Ordinal);
    private volatile bool _up;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="options">Which engine.</param>
    /// <param name="time">For time-outs.</param>
    public ContainerEngineRuntime(ContainerEngineOptions options, TimeProvider time)
    {
        var state = Path.GetFullPath(options.StateDirectory);
        _options = options;
        _time = time;
        _addresses = new LoopbackAddresses(Path.Combine(state, "addresses"), options.Addresses);
        _podman = options.Socket.Length == 0 ? new PodmanEngine(state, time) : null;
        _client = new DockerClientBuilder()
            .WithEndpoint(new Uri("unix://" + (_podman?.Socket ?? options.Socket)))
            .WithApiVersion(ApiVersion)
            .WithTimeout(Limits.EngineWait)
            .Build();
    }

    /// <inheritdoc/>
    public string Name => "containers";

    /// <inheritdoc/>
    public async Task<RuntimeCondition> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            var version = await CallAsync(() => _client.System.GetVersionAsync(cancellation), cancellation);
            var name = version.Components is [{ Name: { Length: > 0 } engine }, ..] ? engine : "Engine";
            return new RuntimeCondition(
                true,
                "",
                $"{name} {version.Version}, API {version.APIVersion}; containers share the machine's network.");
        }
        catch (RuntimeException error)
        {
            return new RuntimeCondition(false, error.Message, "A container engine over its Docker Engine API.");
        }
    }

    /// <inheritdoc/>
    public async Task<string> PullAsync(string image, PullPolicy policy, CancellationToken cancellation)
    {
        if (!ImageName.TryParse(image, out var name))
        {
            throw new RuntimeException(
                RuntimeException.InvalidImageName, $"'{image}' is no image's name.", isTransient: false);
        }

        var here = await ImageIdAsync(image, cancellation);
        switch (policy)
        {
            case PullPolicy.Never when here is null:
                throw new RuntimeException(
                    RuntimeException.ErrImageNeverPull,
                    $"The image {image} is not here, and its pull policy is Never.", isTransient: true);
            case PullPolicy.Never or PullPolicy.IfNotPresent when here is not null:
                return here;
            default:
                var problem = await FetchAsync(name, cancellation);
                return problem.Length == 0 && await ImageIdAsync(image, cancellation) is { } id ? id
                    : here ?? throw new RuntimeException(
                        RuntimeException.ErrImagePull,
                        problem.Length > 0 ? problem : $"The image {image} did not come.", isTransient: true);
        }
    }

    /// <inheritdoc/>
    public Task<IPAddress> OpenPodAsync(PodIdentity pod, CancellationToken cancellation) =>
        Task.FromResult(_addresses.Take(pod.Uid));

    /// <inheritdoc/>
    public async Task ClosePodAsync(PodIdentity pod, CancellationToken cancellation)
    {
        foreach (var container in await FindAsync(ContainerLabels.PodUid, pod.Uid, cancellation))
        {
            await RemoveAsync(container.ID, cancellation);
        }

        _addresses.Return(pod.Uid);
    }

    /// <inheritdoc/>
    public async Task<string> StartAsync(ContainerStart container, CancellationToken cancellation)
    {
        var attempt = container.Attempt.ToString(CultureInfo.InvariantCulture);
        var name = $"selvedge-{_options.Node}-{container.Pod.Uid}-{container.Name}-{attempt}";
        if (await InspectAsync(name, cancellation) is { } there)
        {
            if (there.State is { Running: true })
            {
                return there.ID;
            }

            // The node died between making and starting it.
            await RemoveAsync(there.ID, cancellation);
        }

        var id = await CallAsync(
            async () => (await _client.Containers.CreateContainerAsync(
                EngineSpecification.Of(_options.Node, name, container), cancellation)).ID,
            cancellation, RuntimeException.CreateContainerError);
        try
        {
            await CallAsync(
                () => _client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellation),
                cancellation, RuntimeException.RunContainerError);
            return id;
        }
        catch (RuntimeException)
        {
            await RemoveAsync(id, cancellation);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(string id, StopSignal signal, CancellationToken cancellation)
    {
        if (await InspectAsync(id, cancellation) is not { State.Running: true } container)
        {
            return;
        }

        var name = signal == StopSignal.Kill ? "SIGKILL"
            : container.Config?.StopSignal is { Length: > 0 } own ? own : "SIGTERM";
        await CallAsync(
            async () =>
            {
                try
                {
                    await _client.Containers.KillContainerAsync(
                        id, new ContainerKillParameters { Signal = name }, cancellation);
                }
                catch (DockerApiException error) when (error.StatusCode is HttpStatusCode.Conflict
                    or HttpStatusCode.NotFound)
                {
                    // It ended in between.
                }

                return true;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellation) => CallAsync(
        async () =>
        {
            try
            {
                await _client.Containers.RemoveContainerAsync(
                    id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellation);
            }
            catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                // It is gone.
            }

            _known.TryRemove(id, out _);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnedContainer>> ListAsync(CancellationToken cancellation)
    {
        var containers = new List<OwnedContainer>();
        foreach (var listed in await FindAsync(ContainerLabels.Node, _options.Node, cancellation))
        {
            // One that never began is made anew by its pod's next start.
            if (listed.State is "created" or "configured" or "initialized")
            {
                continue;
            }

            var runs = listed.State is "running" or "stopping" or "paused";
            if (!_known.TryGetValue(listed.ID, out var known) || (known.Running && !runs))
            {
                if (await InspectAsync(listed.ID, cancellation) is not { } container)
                {
                    continue;
                }

                known = ContainerLabels.Read(container);
                _known[listed.ID] = known;
            }

            containers.Add(known);
        }

        return containers;
    }

    /// <inheritdoc/>
    public async Task<ContainerUsage?> UsageAsync(string id, CancellationToken cancellation)
    {
        ContainerStatsResponse? seen = null;
        await CallAsync(
            async () =>
            {
                await _client.Containers.GetContainerStatsAsync(
                    id,
                    new ContainerStatsParameters { Stream = false, OneShot = true },
                    new Collected<ContainerStatsResponse>(stats => seen = stats),
                    cancellation);
                return true;
            },
            cancellation);
        return seen?.CPUStats?.CPUUsage is { TotalUsage: > 0 } cpu
            ? new ContainerUsage(
                TimeSpan.FromMicroseconds(cpu.TotalUsage / 1000.0), (long)(seen.MemoryStats?.Usage ?? 0))
            : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogLine> LogsAsync(
        string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stream = await CallAsync(
            () => _client.Containers.GetContainerLogsAsync(
                id,
                new ContainerLogsParameters
                {
                    ShowStdout = true,
                    ShowStderr = true,
                    Timestamps = true,
                    Follow = query.Follow,
                    Tail = query.Tail?.ToString(CultureInfo.InvariantCulture) ?? "all",
                    Since = query.Since?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                },
                cancellation),
            cancellation);
        await foreach (var line in EngineLog.ReadAsync(stream, cancellation))
        {
            yield return line;
        }
    }

    /// <inheritdoc/>
    public async Task<ExecResult> ExecAsync(
        string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = _time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        var exec = await CallAsync(
            async () => (await _client.Exec.CreateContainerExecAsync(
                id,
                new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Cmd = [.. command] },
                cancellation)).ID,
            cancellation);
        var output = new StringBuilder();
        try
        {
            using var stream = await CallAsync(
                () => _client.Exec.StartContainerExecAsync(exec, new ContainerExecStartParameters(), bounded.Token),
                bounded.Token);
            var buffer = new byte[4096];
            while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, bounded.Token) is { EOF: false } read)
            {
                var text = Encoding.UTF8.GetString(buffer, 0, read.Count);
                output.Append(text.AsSpan(0, Math.Min(text.Length, Limits.ExecOutputBytesMax - output.Length)));
            }

            var ended = await CallAsync(
                () => _client.Exec.InspectContainerExecAsync(exec, cancellation), cancellation);
            return new ExecResult(false, (int)(ended.ExitCode ?? -1), output.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The API has no word to end a command.
            var left = await CallAsync(() => _client.Exec.InspectContainerExecAsync(exec, cancellation), cancellation);
            if (left is { Running: true, Pid: > 0 })
            {
                Signals.Send((int)left.Pid, Signals.Kill);
            }

            return new ExecResult(true, -1, output.ToString());
        }
    }

    /// <summary>Ends the node's own podman. Containers stay.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _starting.Dispose();
        if (_podman is not null)
        {
            await _podman.DisposeAsync();
        }
    }

    private async Task<IList<ContainerListResponse>> FindAsync(
        string label, string value, CancellationToken cancellation)
    {
        var asked = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>(StringComparer.Ordinal)
            {
                ["label"] = new Dictionary<string, bool>(StringComparer.Ordinal)
                {
                    [$"{label}={value}"] = true,
                    [$"{ContainerLabels.Node}={_options.Node}"] = true,
                },
            },
        };
        for (var listing = 1; ; listing++)
        {
            try
            {
                return await CallAsync(
                    () => _client.Containers.ListContainersAsync(asked, cancellation), cancellation);
            }
            catch (RuntimeException error) when (listing < Limits.ListingsMax
                && error.InnerException is DockerApiException { StatusCode: HttpStatusCode.InternalServerError })
            {
                await Task.Delay(Limits.ListingInterval, _time, cancellation);
            }
        }
    }

    private Task<ContainerInspectResponse?> InspectAsync(string id, CancellationToken cancellation) => CallAsync(
        async () =>
        {
            try
            {
                return await _client.Containers.InspectContainerAsync(id, cancellation);
            }
            catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellation);

    private Task<string?> ImageIdAsync(string image, CancellationToken cancellation) => CallAsync(
        async () =>
        {
            try
            {
                return (await _client.Images.InspectImageAsync(image, cancellation)).ID;
            }
            catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellation);

    private async Task<string> FetchAsync(ImageName name, CancellationToken cancellation)
    {
        var problem = "";
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = _time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, Limits.PullWait, Timeout.InfiniteTimeSpan);
        try
        {
            await CallAsync(
                async () =>
                {
                    await _client.Images.CreateImageAsync(
                        new ImagesCreateParameters
                        {
                            FromImage = name.Digest.Length > 0 ? $"{name.Repository}@{name.Digest}" : name.Repository,
                            Tag = name.Digest.Length > 0 ? null : name.Tag,
                        },
                        null,
                        new Collected<JSONMessage>(message => problem = message.Error?.Message ?? problem),
                        bounded.Token);
                    return true;
                },
                bounded.Token, RuntimeException.ErrImagePull);
            return problem;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"It did not come within {Limits.PullWait}.";
        }
        catch (RuntimeException error) when (error.Reason == RuntimeException.ErrImagePull)
        {
            return error.Message;
        }
    }

    private async Task<T> CallAsync<T>(
        Func<Task<T>> call, CancellationToken cancellation, string reason = RuntimeException.Unavailable)
    {
        if (!_up)
        {
            await StartEngineAsync(cancellation);
        }

        try
        {
            return await call();
        }
        catch (DockerApiException error)
        {
            throw new RuntimeException(reason, Sentence(error), isTransient: true, error);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException
            or JsonException or TimeoutException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _up = false;
            throw new RuntimeException(
                RuntimeException.Unavailable, $"The container engine does not answer: {error.Message}", true, error);
        }
    }

    private async Task StartEngineAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_podman is not null && !_up)
            {
                await _podman.StartAsync(AnswersAsync, cancellation);
            }

            _up = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or System.ComponentModel.Win32Exception)
        {
            throw new RuntimeException(
                RuntimeException.Unavailable, $"podman does not start: {error.Message}", true, error);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.System.PingAsync(cancellation);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException
            or DockerApiException or TimeoutException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    // Engines answer with an object; its message is meant for people.
    private static string Sentence(DockerApiException error)
    {
        try
        {
            using var body = JsonDocument.Parse(error.ResponseBody ?? "");
            return body.RootElement.TryGetProperty("message", out var message)
                ? message.GetString() ?? error.Message
                : error.Message;
        }
        catch (JsonException)
        {
            return error.Message;
        }
    }

    // Unlike Progress, in order and at once.
    private sealed class Collected<T>(Action<T> take) : IProgress<T>
    {
        public void Report(T value) => take(value);
    }
}
