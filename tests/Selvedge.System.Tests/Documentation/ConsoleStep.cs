using System.Text.RegularExpressions;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Documentation;

/// <summary>A command that a page shows, and what the page says that it prints.</summary>
/// <param name="Command">As a person types it.</param>
/// <param name="First">The index of the first line of its output among the page's lines.</param>
/// <param name="Output">The lines.</param>
internal sealed partial record ConsoleStep(string Command, int First, IReadOnlyList<string> Output)
{
    /// <summary>What stands before a command.</summary>
    public const string Prompt = "$ ";

    /// <summary>The page shows how the network starts, and the test has started one.</summary>
    public bool Starts => Command == "./selvedge dev";

    /// <summary>Whether it only reads, so that it may be asked again until the network has come to what the page shows:
    /// a person takes longer to type than a test.</summary>
    public bool Reads => Starts || Reading().IsMatch(Command);

    /// <summary>Whether this machine has the program.</summary>
    public bool IsRunnable => Command.Split(' ', 2)[0] is var program
        && (program == "./selvedge" || Programs.Find(program) is not null);

    [GeneratedRegex(
        @"^(\./selvedge (status|get|describe|why|trace|events) |\./selvedge status$|dig |kubectl [^|]*get )",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reading();
}
