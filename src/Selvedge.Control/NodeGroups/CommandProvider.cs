using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.NodeGroups;

/// <summary>Runs providers' commands: executables in one folder that the operator of the control plane fills. Documents
/// name a file there, never a path, and a command knows nothing but what it is told.</summary>
/// <param name="folder">The folder of commands; empty: there are none.</param>
/// <param name="timeLimit">How long one call may take.</param>
/// <param name="time">For the limit.</param>
public sealed class CommandProvider(string folder, TimeSpan timeLimit, TimeProvider time)
{
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Asks a command. What it started and did not end in time is ended with it.</summary>
    public async Task<ProviderAnswer> RunAsync(ProviderCall call, CancellationToken cancellation)
    {
        if (!TryFind(call.Command, out var file, out var trouble))
        {
            return ProviderAnswer.Failed(trouble);
        }

        try
        {
            using var process = Process.Start(Describe(file, call))!;
            return await FollowAsync(process, call, cancellation);
        }
        catch (Win32Exception error)
        {
            return ProviderAnswer.Failed(
                $"{call.Command} cannot be started: {error.Message}. It has to be an executable file, with #! in its "
                + "first line where it is a script.");
        }
    }

    private bool TryFind(string command, [NotNullWhen(true)] out string? file, out string trouble)
    {
        (file, trouble) = (null, "");
        if (folder.Length == 0)
        {
            trouble = "The control plane has no folder of providers: set scaling.nodes.providers in its configuration.";
        }
        else if (!NodeGroupNames.IsCommand(command))
        {
            trouble = $"'{TextForms.Brief(command)}' is no plain file name.";
        }
        else if (Path.Combine(folder, command) is var found && File.Exists(found))
        {
            file = found;
        }
        else
        {
            trouble = $"There is no {command} in {folder}: put the provider's command there, or mend spec.command.";
        }

        return file is not null;
    }

    private ProcessStartInfo Describe(string file, ProviderCall call)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(call.Verb);
        if (call.Node.Length > 0)
        {
            start.ArgumentList.Add(call.Node);
        }

        // What the control plane itself was started with is none of the command's business.
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath;
        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<ProviderAnswer> FollowAsync(
        Process process, ProviderCall call, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var limit = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), stop, timeLimit, Timeout.InfiniteTimeSpan);
        process.StandardInput.Close();
        var output = new ProcessText(process.StandardOutput.BaseStream, Limits.OutputBytesMax, stop.Cancel);
        var errors = new ProcessText(process.StandardError.BaseStream, Limits.ErrorBytesKept, overflow: null);
        var reading = Task.WhenAll(output.ReadAsync(stop.Token), errors.ReadAsync(stop.Token));
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await reading;
            cancellation.ThrowIfCancellationRequested();
            return ProviderAnswer.Failed(output.IsTooLong
                ? $"{call.Shown} printed more than {Limits.OutputBytesMax} bytes and was ended."
                : $"{call.Shown} did not end within {Duration.Format(timeLimit)} and was ended. {LastLine(errors)}"
                    .TrimEnd());
        }

        await EndReadingAsync(reading, stop);
        cancellation.ThrowIfCancellationRequested();
        return output.IsTooLong
            ? ProviderAnswer.Failed($"{call.Shown} printed more than {Limits.OutputBytesMax} bytes.")
            : process.ExitCode != 0
                ? ProviderAnswer.Failed(Failure(call, process.ExitCode, LastLine(errors)))
                : new ProviderAnswer([.. Lines(output.Text)], null);
    }

    private async Task EndReadingAsync(Task reading, CancellationTokenSource stop)
    {
        await using var grace = time.CreateTimer(
            state => ((CancellationTokenSource)state!).Cancel(), stop, Limits.OutputGrace, Timeout.InfiniteTimeSpan);
        await reading;
    }

    private static string Failure(ProviderCall call, int code, string line) => line.Length > 0
        ? $"{call.Shown}: {line}"
        : FormattableString.Invariant($"{call.Shown} ended with exit code {code} and wrote no reason.");

    private static string LastLine(ProcessText errors)
    {
        var line = Lines(errors.Text).LastOrDefault("");
        return line.Length <= Limits.ReasonLengthMax ? line : line[..Limits.ReasonLengthMax];
    }

    private static IEnumerable<string> Lines(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => new string([.. line.Where(character => !char.IsControl(character))]));
}
