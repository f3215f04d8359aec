using System.Diagnostics;
using System.Text;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>Runs nft, ip and bridge.</summary>
internal sealed class NetworkProgram(TimeProvider time)
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="program">Its path or name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="timeout">After which it is killed.</param>
    /// <param name="outputMax">Bytes of output that are read; one with more is killed.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>Never fails otherwise than by the result's error.</returns>
    public async Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input,
        TimeSpan timeout,
        int outputMax,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return new ProgramResult(false, ReadOnlyMemory<byte>.Empty, $"{program} does not start: {error.Message}.");
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, outputMax, bounded);
            var error = ReadAsync(process.StandardError.BaseStream, int.MaxValue, bounded);
            await WriteAsync(process.StandardInput, input, bounded.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(bounded.Token));
            return new ProgramResult(
                process.ExitCode == 0, await output, Beginning(await error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new ProgramResult(
                false, ReadOnlyMemory<byte>.Empty, $"{program} did not end in time, or printed too much.");
        }
    }

    /// <summary>Runs ip or bridge, which print little.</summary>
    public Task<ProgramResult> IpAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(program, arguments, "", Limits.IpTimeout, 1 << 20, cancellation);

    // nft repeats the line that it does not like, which may be as long as a table.
    private static string Beginning(ReadOnlyMemory<byte> error) =>
        Encoding.UTF8.GetString(error.Span[..Math.Min(error.Length, Limits.ErrorBytesMax)]).Trim();

    private static async Task WriteAsync(StreamWriter to, string input, CancellationToken cancellation)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), cancellation);
            to.Close();
        }
        catch (IOException)
        {
            // It ended before it read all: its exit code and its words tell why.
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream from, int most, CancellationTokenSource bounded)
    {
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, bounded.Token) is > 0 and var count)
        {
            if (read.Length + count > most)
            {
                await bounded.CancelAsync();
                break;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
