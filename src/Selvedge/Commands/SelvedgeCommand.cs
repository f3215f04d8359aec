using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Selvedge.Commands.Documents;
using Selvedge.Commands.Drills;
using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands;

/// <summary>The command line's root: one place that knows every command, and where each error becomes one
/// line.</summary>
internal static class SelvedgeCommand
{
    /// <summary>The exit code of a failure that a person has to act on.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a command line that is not understood.</summary>
    public const int Misused = 2;

    /// <summary>How long a command may take to end after Ctrl-C before it is torn down: a development network stops its
    /// processes one after another.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="output">Standard output; null: the process' own.</param>
    /// <param name="error">Standard error; null: the process' own.</param>
    /// <returns>The exit code: 0, <see cref="Failed"/> or <see cref="Misused"/>.</returns>
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
            await errors.WriteLineAsync($"Usage: {HelpText.Usage(parsed.CommandResult.Command)}");
            return Misused;
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
    public static RootCommand Root()
    {
        var root = new RootCommand("Machines at any providers as one edge network")
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
            AuditCommand.Create(),
            PlanCommand.Create(),
            PurgeCommand.Create(),
            DrainCommand.Drain(),
            DrainCommand.Undrain(),
            DrillCommand.Create(),
            ProcessCommands.Control(),
            ProcessCommands.Node(),
            ProcessCommands.Origin(),
            ProcessCommands.ExampleApp(),
            CompletionCommand.Create(),
            VersionCommand.Create(),
        };
        root.Options.OfType<HelpOption>().Single().Action = new HelpText();
        return root;
    }

    private static string Complaint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (HelpText.IsGroup(command))
        {
            return parsed.UnmatchedTokens is [var word, ..] ? NoCommand(command, word) : "A command is missing.";
        }

        var missing = command.Arguments
            .Where(one => one.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(one) is not { Tokens.Count: > 0 })
            .Select(one => $"{one.Name} is missing.")
            .ToList();
        var complaints = missing.Count > 0 ? missing : [.. parsed.Errors.Select(error => OneLine(error.Message))];
        var what = string.Join(' ', complaints.Distinct(StringComparer.Ordinal));
        return $"{what} See: {HelpText.NameOf(command)} --help";
    }

    private static string NoCommand(Command command, string word)
    {
        var known = command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name);
        var near = Nearest.Of(word, known) is { } name ? $" Did you mean {name}?" : "";
        return $"There is no command {HelpText.NameOf(command)} {word}.{near} See: {HelpText.NameOf(command)} --help";
    }

    // The parser's own words stand in several lines, and without an end.
    private static string OneLine(string message)
    {
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.EndsWith('.') || line.EndsWith('?') ? line : $"{line}.";
    }
}
