using System.Collections.Concurrent;
using System.Diagnostics;

namespace Selvedge.Harness.Labs;

/// <summary>A program that runs inside a machine of a lab.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _disposed;

    internal LabProcess(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        Id = _process.Id;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Raised with each line, as it comes, on another thread.</summary>
    public event Action<string>? Printed;

    /// <summary>The program's own process id: <c>ip netns exec</c> becomes the program.</summary>
    public int Id { get; }

    /// <summary>Everything it printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it reads.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Sends a signal, as <c>STOP</c>.</summary>
    public Task SignalAsync(string signal) => SignalAsync(Id, signal);

    /// <summary>Sends a signal to a process of a lab.</summary>
    public static async Task SignalAsync(int process, string signal) =>
        await Programs.RunAsync("kill", [$"-{signal}", FormattableString.Invariant($"{process}")]);

    /// <summary>Waits for its end.</summary>
    public Task ExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            Printed?.Invoke(line);
        }
    }
}
