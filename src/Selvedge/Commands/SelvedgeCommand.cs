using System.CommandLine;
using Selvedge.Configuration;

namespace Selvedge.Commands;

/// <summary>The command line's root: one place that knows every command, and where each error becomes one line.</summary>
internal static class SelvedgeCommand
{
    /// <summary>The exit code of a failure that a person has to act on.</summary>
    public const int Failed = 1;

    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Selvedge: machines at any providers as one edge network.")
        {
            ProcessCommands.Dev(),
            ProcessCommands.Control(),
            ProcessCommands.Node(),
            ProcessCommands.Origin(),
        };
        var parsed = root.Parse(arguments);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException error)
        {
            await System.Console.Error.WriteLineAsync($"selvedge: {error.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }
}
