using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Dev;

/// <summary>One process of the development network: started, logged to a file, started again when it dies, stopped in
/// the end. Its id stands in a file, so that the next start can clear up after a killed one.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How long a process may take to end by itself after SIGTERM.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private readonly DevState _state;
    private readonly TimeProvider _time;
    private readonly TimeSpan _restartAfter;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string[] _command;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _process;
    private Task _watch = Task.CompletedTask;

    /// <summary>Describes a process; starts nothing yet.</summary>
    /// <param name="name">Of its log and id files.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="state">Where those files are.</param>
    /// <param name="restartAfter">How long it stays dead.</param>
    /// <param name="tell">Told one line when it dies or starts again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="environment">Variables beside the inherited ones.</param>
    public ChildProcess(
        string name,
        string[] command,
        DevState state,
        TimeSpan restartAfter,
        Action<string> tell,
        TimeProvider time,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        Name = name;
        _command = command;
        _state = state;
        _restartAfter = restartAfter;
        _tell = tell;
        _time = time;
        _environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>Of its log and id files.</summary>
    public string Name { get; }

    /// <summary>Where its output goes.</summary>
    public string LogFile => Path.Combine(_state.Logs, $"{Name}.log");

    /// <summary>Whether it runs now.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it, and keeps it running until disposed.</summary>
    public void Start()
    {
        _process = Launch();
        _watch = WatchAsync();
    }

    /// <summary>Ends a process that an earlier network left behind, if its id still belongs to the same
    /// program.</summary>
    public static void EndLeftOver(string idFile)
    {
        RecordedProcess.Read(idFile)?.End(StopPatience);
        File.Delete(idFile);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        if (_process is { HasExited: false } process)
        {
            Signal(process, "TERM");
            using var patience = new CancellationTokenSource(StopPatience, _time);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process?.Dispose();
        File.Delete(IdFile);
        _stopping.Dispose();
    }

    private string IdFile => RecordedProcess.FileOf(_state.Root, Name);

    private Process Launch()
    {
        // A shell only to append both streams to the log; exec makes the process itself the child.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >>\"$log\" 2>&1");
        start.ArgumentList.Add(Name);
        start.ArgumentList.Add(LogFile);
        foreach (var part in _command)
        {
            start.ArgumentList.Add(part);
        }

        foreach (var (key, value) in _environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{_command[0]} could not be started.");
        RecordedProcess.Of(process.Id).Write(IdFile);
        return process;
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _process!.WaitForExitAsync(_stopping.Token);
                _tell($"{Name} ended with exit code {_process.ExitCode}; it starts again in "
                    + $"{_restartAfter.TotalSeconds:0.#} s. Log: {LogFile}");
                await Task.Delay(_restartAfter, _time, _stopping.Token);
                _process.Dispose();
                _process = Launch();
                _tell($"{Name} runs again");
            }
        }
        catch (OperationCanceledException)
        {
            // The network is stopping.
        }
    }

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start(
            "/bin/kill", ["-s", name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill?.WaitForExit();
    }
}
