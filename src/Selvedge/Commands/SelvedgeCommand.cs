using System.CommandLine;
using System.CommandLine.Invocation;
using Selvedge.Commands.Documents;
using Selvedge.Commands.Drills;
using Selvedge.Commands.Network;
using Selvedge.Configuration;

namespace Selvedge.Commands;

/// <summary>The command line's root: one place that knows every command, and where each error becomes one
/// line.</summary>
internal static class SelvedgeCommand
{
    /// <summary>The exit code of a failure that a person has to act on.</summary>
    public const int Failed = 1;

    /// <summary>How long a command may take to end after Ctrl-C before it is torn down: a development network stops its
    /// processes one after another.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="output">Standard output; null: the process' own.</param>
    /// <param name="error">Standard error; null: the process' own.</param>
    /// <returns>The exit code: 0 or <see cref="Failed"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter? output = null, TextWriter? error = null)
    {
        var errors = error ?? System.Console.Error;
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopPatience,
            Output = output ?? System.Console.Out,
            Error = errors,
        };
        var parsed = Root().Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Action is ParseErrorAction)
        {
            await errors.WriteLineAsync($"selvedge: {Complaint(parsed)}");
            return Failed;
        }

        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (UsageException failure)
        {
            await errors.WriteLineAsync($"selvedge: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }

    /// <summary>Every command.</summary>
    public static RootCommand Root() => new(
        "Selvedge: machines at any providers as one edge network.\n\nExamples:\n"
        + "  selvedge dev\n  selvedge status\n  selvedge get sites\n  selvedge why atlas.selvedge.test --from "
            + "203.0.113.9")
    {
        ProcessCommands.Dev(),
        StatusCommand.Create(),
        GetCommand.Create(),
        DescribeCommand.Create(),
        ApplyCommand.Create(),
        DeleteCommand.Create(),
        EventsCommand.Create(),
        WhyCommand.Create(),
        TraceCommand.Create(),
        PurgeCommand.Create(),
        DrainCommand.Drain(),
        DrainCommand.Undrain(),
        DrillCommand.Create(),
        ProcessCommands.Control(),
        ProcessCommands.Node(),
        ProcessCommands.Origin(),
        CompletionCommand.Create(),
        VersionCommand.Create(),
    };

    private static string Complaint(ParseResult parsed)
    {
        List<string> path = [];
        for (var result = parsed.CommandResult;
            result is not null;
            result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, result.Command is RootCommand ? "selvedge" : result.Command.Name);
        }

        var what = string.Join(
            ' ', parsed.Errors.Select(error => error.Message.TrimEnd('.') + ".").Distinct(StringComparer.Ordinal));
        return $"{what} See: {string.Join(' ', path)} --help";
    }
}
