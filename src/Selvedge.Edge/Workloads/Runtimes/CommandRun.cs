using System.Diagnostics;
using System.Text;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Runs a program of this machine to its end.</summary>
internal static class CommandRun
{
    /// <summary>Runs it, with both of its streams in one text.</summary>
    /// <exception cref="RuntimeException">It does not start.</exception>
    public static async Task<ExecResult> RunAsync(
        ProcessStartInfo start, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new RuntimeException(
                RuntimeException.RunContainerError, $"{start.FileName} does not start: {error.Message}.", true, error);
        }

        process.StandardInput.Close();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        var output = new StringBuilder();
        try
        {
            await Task.WhenAll(
                CollectAsync(process.StandardOutput, output, bounded.Token),
                CollectAsync(process.StandardError, output, bounded.Token),
                process.WaitForExitAsync(bounded.Token));
            return new ExecResult(false, process.ExitCode, output.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new ExecResult(true, -1, output.ToString());
        }
    }

    private static async Task CollectAsync(StreamReader from, StringBuilder to, CancellationToken cancellation)
    {
        var buffer = new char[1024];
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            lock (to)
            {
                to.Append(buffer.AsSpan(0, Math.Min(read, Math.Max(0, Limits.ExecOutputBytesMax - to.Length))));
            }
        }
    }
}
