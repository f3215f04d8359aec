using System.CommandLine;

namespace Selvedge.Commands;

/// <summary><c>selvedge completion</c>: the lines that make a shell complete commands, options and kinds.</summary>
internal static class CompletionCommand
{
    // The program answers [suggest:POSITION] itself: nothing else has to be installed.
    private const string Bash = """
        _selvedge() {
          local IFS=$'\n'
          local words="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
          COMPREPLY=( $(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _selvedge selvedge
        """;

    private const string Zsh = """
        #compdef selvedge
        _selvedge() {
          local line="${words[*]}"
          compadd -- ${(f)"$(${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"}
        }
        compdef _selvedge selvedge
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash or zsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new DocumentedCommand(
            "completion",
            "Print what makes a shell complete commands",
            "Commands, options and kinds, with the tabulator key.",
            "source <(selvedge completion bash)", "source <(selvedge completion zsh)")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(shell) == "zsh" ? Zsh : Bash);
            return 0;
        });
        return command;
    }
}
