using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Runs containers as plain processes of this machine, for development: nothing is isolated.</summary>
/// <remarks>An image is a folder with a manifest (<see cref="ProcessImage"/>). A program sees the machine's own files;
/// its image's files and its volumes are beneath <c>CONTAINER_ROOT</c>, where it also starts. It has to listen on
/// <c>POD_IP</c>.</remarks>
public sealed class ProcessRuntime : IContainerRuntime
{
    /// <summary>The variable that names the folder in which the image's files and the mounts are.</summary>
    public const string RootVariable = "CONTAINER_ROOT";

    // What a program needs to run on a developer's machine at all.
    private static readonly string[] Inherited = ["DOTNET_ROOT", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR"];

    private readonly ConcurrentDictionary<string, ProcessFolder> _containers = new(StringComparer.Ordinal);
    private readonly LoopbackAddresses _addresses;
    private readonly string[] _imageDirectories;
    private readonly string _pods;
    private readonly string _keeper;
    private readonly TimeProvider _time;

    /// <summary>Finds what an earlier process of the node left.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">For time-outs.</param>
    public ProcessRuntime(ProcessRuntimeOptions options, TimeProvider time)
    {
        var state = Path.GetFullPath(options.StateDirectory);
        _time = time;
        _addresses = new LoopbackAddresses(Path.Combine(state, "addresses"), options.Addresses);
        _imageDirectories = [Path.Combine(state, "images"), .. options.ImageDirectories.Select(Path.GetFullPath)];
        _pods = Path.Combine(state, "pods");
        _keeper = Path.Combine(state, "keep.pl");
        using (var script = Assembly.GetExecutingAssembly().GetManifestResourceStream("keep.pl")!)
        using (var file = File.Create(_keeper))
        {
            script.CopyTo(file);
        }

        foreach (var folder in Directory.CreateDirectory(_pods).EnumerateDirectories()
            .SelectMany(pod => pod.EnumerateDirectories()))
        {
            if (ProcessFolder.TryRead(folder.FullName) is { } container)
            {
                _containers[folder.Name] = container;
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "process";

    /// <inheritdoc/>
    public Task<RuntimeCondition> CheckAsync(CancellationToken cancellation)
    {
        var reason = "";
        if (!OperatingSystem.IsLinux())
        {
            reason = "The process runtime needs Linux: it follows its processes in /proc.";
        }
        else if (Perl() is null)
        {
            reason = "The process runtime needs perl in PATH: install it.";
        }
        else
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(_addresses.First, 0));
            }
            catch (SocketException error)
            {
                reason = $"Pods cannot have {_addresses.First} and those after it: {error.Message}.";
            }
        }

        return Task.FromResult(new RuntimeCondition(
            reason.Length == 0,
            reason,
            "Plain processes, for development: nothing is isolated; limits of processor and memory, user, group and "
                + "read-only roots are not enforced."));
    }

    /// <inheritdoc/>
    public Task<string> PullAsync(string image, PullPolicy policy, CancellationToken cancellation)
    {
        if (ProcessImage.TryFind(image, _imageDirectories, out var found))
        {
            return Task.FromResult(found!.Id);
        }

        throw policy == PullPolicy.Never
            ? new RuntimeException(
                RuntimeException.ErrImageNeverPull,
                $"The image {image} is not here, and its pull policy is Never.", true)
            : new RuntimeException(
                RuntimeException.ErrImagePull,
                $"There is no image folder {image.Replace(':', '/')} with an image.json in "
                    + $"{string.Join(" or ", _imageDirectories)}.",
                true);
    }

    /// <inheritdoc/>
    public Task<IPAddress> OpenPodAsync(PodIdentity pod, CancellationToken cancellation) =>
        Task.FromResult(Guarded(() => _addresses.Take(pod.Uid)));

    /// <inheritdoc/>
    public Task ClosePodAsync(PodIdentity pod, CancellationToken cancellation)
    {
        return Task.FromResult(Guarded(() =>
        {
            foreach (var (id, container) in _containers.Where(pair => pair.Value.Pod.Uid == pod.Uid).ToList())
            {
                if (container.Running is { } processes)
                {
                    Signals.Send(-processes.Program, Signals.Kill);
                }

                _containers.TryRemove(id, out _);
            }

            if (Directory.Exists(Path.Combine(_pods, pod.Uid)))
            {
                Directory.Delete(Path.Combine(_pods, pod.Uid), recursive: true);
            }

            _addresses.Return(pod.Uid);
            return true;
        }));
    }

    /// <inheritdoc/>
    public async Task<string> StartAsync(ContainerStart container, CancellationToken cancellation)
    {
        if (!ProcessImage.TryFind(container.Image, _imageDirectories, out var image))
        {
            throw new RuntimeException(
                RuntimeException.CreateContainerError, $"The image {container.Image} is not here any more.", true);
        }

        var id = $"{container.Pod.Uid}.{container.Name}.{container.Attempt.ToString(CultureInfo.InvariantCulture)}";
        if (_containers.TryGetValue(id, out var there) && there.Running is not null)
        {
            return id;
        }

        var folder = Path.Combine(_pods, container.Pod.Uid, id);
        var (written, start) = Guarded(() =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            var root = ContainerRoot.Make(image!.Folder, Path.Combine(folder, "root"), container.Mounts);
            return (ProcessFolder.Write(folder, container, image, root), Keeper(container, image, folder, root));
        });

        // Known before it runs, and not given up in between: nothing may run that nobody knows of.
        _containers[id] = written;
        var result = await CommandRun.RunAsync(start, Limits.ProcessStartWait, _time, CancellationToken.None);
        if (result.TimedOut || result.ExitCode != 0)
        {
            _containers.TryRemove(id, out _);
            Guarded(() =>
            {
                Directory.Delete(folder, recursive: true);
                return true;
            });
            throw new RuntimeException(
                RuntimeException.RunContainerError,
                result.TimedOut ? $"It does not start within {Limits.ProcessStartWait}." : result.Output.Trim(), true);
        }

        return id;
    }

    /// <inheritdoc/>
    public Task StopAsync(string id, StopSignal signal, CancellationToken cancellation)
    {
        if (_containers.TryGetValue(id, out var container) && container.Running is { } processes)
        {
            // The program alone is asked, as in a container; when it is killed, what it started is too.
            Signals.Send(
                signal == StopSignal.Kill ? -processes.Program : processes.Program,
                signal == StopSignal.Kill ? Signals.Kill : Signals.Terminate);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellation) =>
        Task.FromResult(Guarded(() =>
        {
            Remove(id);
            return true;
        }));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OwnedContainer>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<OwnedContainer>>(
            [.. _containers.Values.Select(container => container.Look()).OfType<OwnedContainer>()]);

    /// <inheritdoc/>
    public Task<ContainerUsage?> UsageAsync(string id, CancellationToken cancellation) =>
        Task.FromResult(_containers.TryGetValue(id, out var container) && container.Running is { } processes
            ? ProcessTable.OfSession(processes.Keeper, processes.Keeper)
            : null);

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> LogsAsync(string id, LogQuery query, CancellationToken cancellation) =>
        _containers.TryGetValue(id, out var container)
            ? new LogFiles(container.Path, _time).ReadAsync(
                query, () => container.Look()?.Running == true, cancellation)
            : throw new RuntimeException(
                RuntimeException.CreateContainerError, $"There is no container {id}.", false);

    /// <inheritdoc/>
    public Task<ExecResult> ExecAsync(
        string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        if (!_containers.TryGetValue(id, out var container) || container.Running is not { } processes)
        {
            throw new RuntimeException(RuntimeException.CreateContainerError, $"{id} does not run.", true);
        }

        var start = new ProcessStartInfo
        {
            WorkingDirectory = ProcessTable.DirectoryOf(processes.Program) ?? container.Root,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ProcessTable.EnvironmentOf(processes.Program))
        {
            start.Environment[name] = value;
        }

        start.FileName = Program(command[0], container.Root, start.Environment["PATH"] ?? "");
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return CommandRun.RunAsync(start, timeout, _time, cancellation);
    }

    /// <summary>Containers stay.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ProcessStartInfo Keeper(ContainerStart container, ProcessImage image, string folder, string root)
    {
        var start = new ProcessStartInfo(Perl() ?? "perl");
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["PATH"] = $"{root}/bin:{root}/usr/bin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment[RootVariable] = root;
        start.Environment[ContainerStart.AddressVariable] = container.Address.ToString();
        foreach (var (name, value) in image.Environment.Concat(container.Environment))
        {
            start.Environment[name] = value;
        }

        var command = container.Command.IsEmpty ? image.Command : container.Command;
        var arguments = container.Args.IsEmpty && container.Command.IsEmpty ? image.Args : container.Args;
        var directory = container.WorkingDirectory.Length > 0 ? container.WorkingDirectory : image.WorkingDirectory;
        var line = command.AddRange(arguments);
        if (line.IsEmpty)
        {
            throw new RuntimeException(
                RuntimeException.RunContainerError, "Neither the image nor the container names a command.", false);
        }

        var keeper = Path.Combine(folder, "..", "..", "..", "keep.pl");
        start.ArgumentList.Add(Path.GetFullPath(keeper));
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(Limits.LogBytesMax.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(ContainerRoot.At(root, directory));
        start.ArgumentList.Add(Program(line[0], root, start.Environment["PATH"] ?? ""));
        foreach (var argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    // The image's own file, or the machine's where the image has none of that name.
    private static string Program(string name, string root, string path)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return ContainerRoot.At(root, name) is var inside && File.Exists(inside) ? inside : name;
        }

        return path.Split(':').Where(place => place.Length > 0).Select(place => Path.Combine(place, name))
            .FirstOrDefault(File.Exists) ?? name;
    }

    private static string? Perl() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(place => place.Length > 0)
            .Select(place => Path.Combine(place, "perl")).FirstOrDefault(File.Exists);

    private void Remove(string id)
    {
        if (_containers.TryGetValue(id, out var container) && container.Running is null)
        {
            Directory.Delete(container.Path, recursive: true);
            _containers.TryRemove(id, out _);
        }
    }

    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException(RuntimeException.CreateContainerError, error.Message, true, error);
        }
    }
}
