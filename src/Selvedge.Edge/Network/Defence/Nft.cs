using System.Diagnostics;
using System.Text;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Runs the program <c>nft</c>.</summary>
internal sealed class Nft(string program, TimeProvider time)
{
    /// <summary>Runs a transaction: all of it, or nothing.</summary>
    /// <returns>What is wrong, in one line; null: it is in force.</returns>
    public async Task<string?> ApplyAsync(string script, CancellationToken cancellation)
    {
        var (code, _, error) = await RunAsync(["-f", "-"], script, cancellation);
        return code == 0 ? null : First(error);
    }

    /// <summary>Asks for something as JSON.</summary>
    /// <returns>Null where nft fails.</returns>
    public async Task<string?> AskAsync(string command, CancellationToken cancellation)
    {
        var (code, output, _) = await RunAsync(["-n", "-j", .. command.Split(' ')], "", cancellation);
        return code == 0 ? output : null;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(
        IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, "", $"{program} does not start: {error.Message}");
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), bounded, Limits.NftPatience, Timeout.InfiniteTimeSpan);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bounded.Token);
            var error = ReadStartAsync(process.StandardError, bounded.Token);
            await WriteAsync(process.StandardInput, input, bounded.Token);
            await process.WaitForExitAsync(bounded.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return (-1, "", $"{program} did not end within {Limits.NftPatience.TotalSeconds:0} s");
        }
    }

    private static async Task WriteAsync(StreamWriter to, string input, CancellationToken cancellation)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), cancellation);
            to.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: its exit code says why.
        }
    }

    // nft repeats whole commands in its errors, and one may be of any length.
    private static async Task<string> ReadStartAsync(StreamReader from, CancellationToken cancellation)
    {
        var start = new StringBuilder();
        var buffer = new char[1024];
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            start.Append(buffer, 0, Math.Min(read, Math.Max(0, Limits.NftErrorLength - start.Length)));
        }

        return start.ToString();
    }

    private static string First(string error) => error.Split('\n', 2)[0].Trim();
}
