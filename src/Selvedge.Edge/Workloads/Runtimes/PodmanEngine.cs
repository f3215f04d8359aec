using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>A podman of the node's own: its API on a socket, everything that it keeps in one folder, nothing of the
/// machine's own podman touched. Ends with the node; containers stay, and a node that was killed finds it still
/// there.</summary>
internal sealed class PodmanEngine(string directory, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Of <c>sun_path</c> on Linux, with the byte that ends it.</summary>
    private const int SocketPathBytesMax = 107;

    /// <summary>How long a command's exit code is kept, by two processes each: podman's own five minutes would come to
    /// hundreds of processes for a probe each second. It is asked for at once.</summary>
    private const int ExecKeptSeconds = 5;

    /// <summary>How long it may take to end.</summary>
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Where its API is.</summary>
    public string Socket { get; } = Path.Combine(directory, "podman.sock");

    private string PidPath => Path.Combine(directory, "podman.pid");

    private string LogPath => Path.Combine(directory, "podman.log");

    /// <summary>Starts it.</summary>
    /// <param name="answers">Whether something answers on the socket.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RuntimeException">It does not start.</exception>
    public async Task StartAsync(Func<CancellationToken, Task<bool>> answers, CancellationToken cancellation)
    {
        var podman = OnPath("podman") ?? throw Unavailable("podman is not in PATH: install podman and runc.");
        if (System.Text.Encoding.UTF8.GetByteCount(Socket) > SocketPathBytesMax)
        {
            throw Unavailable($"{Socket} is too long for a socket: choose a shorter state directory.");
        }

        if (await answers(cancellation))
        {
            return;
        }

        await DisposeAsync();
        Prepare();
        var began = time.GetTimestamp();
        using var process = Process.Start(Command(podman))!;
        await File.WriteAllTextAsync(
            PidPath, process.Id.ToString(CultureInfo.InvariantCulture), cancellation);
        while (!await answers(cancellation))
        {
            if (process.HasExited || time.GetElapsedTime(began) > Limits.EngineWait)
            {
                var log = File.Exists(LogPath) ? await File.ReadAllTextAsync(LogPath, cancellation) : "";
                throw Unavailable($"podman does not answer: {LastLine(log)}");
            }

            await Task.Delay(Poll, time, cancellation);
        }
    }

    /// <summary>Ends it, also one that an earlier process of the node started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!File.Exists(PidPath) || !int.TryParse(
                await File.ReadAllTextAsync(PidPath), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            // Numbers are used again: only a podman that serves this very socket is ended.
            if (ProcessTable.CommandOf(pid).Contains("unix://" + Socket, StringComparer.Ordinal))
            {
                Signals.Send(pid, Signals.Terminate);
                using var patience = new CancellationTokenSource(StopWait, time);
                await process.WaitForExitAsync(patience.Token);
            }
        }
        catch (Exception error) when (error is ArgumentException or OperationCanceledException)
        {
            // It is gone, or it takes its time and answers the next node.
        }

        File.Delete(PidPath);
    }

    /// <summary>The path of a program; null where there is none.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
            .Where(place => place.Length > 0).Select(place => Path.Combine(place, program))
            .FirstOrDefault(File.Exists);

    private void Prepare()
    {
        Directory.CreateDirectory(Path.Combine(directory, "storage"));
        Directory.CreateDirectory(Path.Combine(directory, "net"));

        // podman takes containers for running as long as these folders say so: after a start of the machine they must
        // not, and here no tmpfs forgets them.
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id");
        var bootPath = Path.Combine(directory, "boot");
        if (!File.Exists(bootPath) || File.ReadAllText(bootPath) != boot)
        {
            Forget(Path.Combine(directory, "run"));
            Forget(Path.Combine(directory, "tmp"));
            File.WriteAllText(bootPath, boot);
        }

        // crun, podman's own choice, does not start containers on machines with both versions of cgroups.
        var runc = OnPath("runc") is { } path
            ? $"""

                runtime = "runc"
                [engine.runtimes]
                runc = ["{path}"]
                """
            : "";
        var (files, processes) = (Limits.OpenFilesMax, Limits.ProcessesMax);
        File.WriteAllText(
            Path.Combine(directory, "containers.conf"),
            $"""
            [containers]
            default_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]
            log_size_max = {Limits.LogBytesMax}
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            exit_command_delay = {ExecKeptSeconds}{runc}

            """);
        File.Delete(Socket);
    }

    private static void Forget(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ProcessStartInfo Command(string podman)
    {
        // In a session of its own: a terminal's Ctrl-C is for the node, which ends it when it is done with it.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        string[] arguments =
        [
            "-c", "exec setsid \"$@\" >\"$0\" 2>&1 </dev/null", LogPath, podman,
            "--root", Path.Combine(directory, "storage"),
            "--runroot", Path.Combine(directory, "run"),
            "--tmpdir", Path.Combine(directory, "tmp"),
            "--network-config-dir", Path.Combine(directory, "net"),
            "--cgroup-manager", "cgroupfs",
            "system", "service", "--time", "0", "unix://" + Socket,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CONTAINERS_CONF"] = Path.Combine(directory, "containers.conf");
        return start;
    }

    private static string LastLine(string log) =>
        log.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : "it says nothing.";

    private static RuntimeException Unavailable(string message) =>
        new(RuntimeException.Unavailable, message, isTransient: true);
}
