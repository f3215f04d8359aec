using System.CommandLine;
using Selvedge.Commands;
using Selvedge.Commands.Output;

namespace Selvedge.System.Tests.Commands;

public sealed class SelvedgeCommandTests
{
    [Theory]
    [InlineData("frobnicate", "There is no command selvedge frobnicate.", "Usage: selvedge COMMAND [options]")]
    [InlineData("drin fra", "Did you mean drain?", "Usage: selvedge COMMAND [options]")]
    [InlineData("drill", "A command is missing.", "Usage: selvedge drill COMMAND [options]")]
    [InlineData("drill kil fra", "Did you mean kill?", "Usage: selvedge drill COMMAND [options]")]
    [InlineData("drill kill", "NAME is missing. See: selvedge drill kill --help", "Usage: selvedge drill kill NAME")]
    [InlineData("drill kill fra --timeout soon", "--timeout soon is no duration. Write, for example, --timeout 90s.",
        "Usage: selvedge drill kill NAME [options]")]
    [InlineData("why", "HOSTNAME is missing.", "Usage: selvedge why HOSTNAME [options]")]
    [InlineData("why a.test b.test", "'b.test'", "Usage: selvedge why HOSTNAME [options]")]
    [InlineData("why a.test --from nowhere",
        "--from nowhere is not an IP address. Write, for example, --from 203.0.113.9.",
        "Usage: selvedge why HOSTNAME [options]")]
    [InlineData("why a.test --at noon", "--at noon is not a moment. Write 12:03", "Usage: selvedge why HOSTNAME")]
    [InlineData("why a.test -o xml", "'xml'", "Usage: selvedge why HOSTNAME [options]")]
    [InlineData("why scale", "KIND/NAME is missing.", "Usage: selvedge why scale KIND/NAME [options]")]
    [InlineData("trace", "URL is missing.", "Usage: selvedge trace URL [options]")]
    [InlineData("trace /a", "/a is not a URL in full. Write https://host/path.", "Usage: selvedge trace URL [options]")]
    [InlineData("get", "KIND is missing.", "Usage: selvedge get KIND [NAME] [options]")]
    [InlineData("get stes", "'stes' is no kind. Did you mean sites?", "Usage: selvedge get KIND [NAME] [options]")]
    [InlineData("get frobs", "'frobs' is no kind. Write one of: ", "Usage: selvedge get KIND [NAME] [options]")]
    [InlineData("get site/a b", "site/a names a document already. Leave out b.", "Usage: selvedge get KIND")]
    [InlineData("describe site", "Which site? Write: selvedge describe site NAME.", "Usage: selvedge describe KIND")]
    [InlineData("delete", "Name either KIND and NAME, or files with -f.", "Usage: selvedge delete [KIND] [NAME]")]
    [InlineData("delete site", "Which site? Write: selvedge delete site NAME.", "Usage: selvedge delete [KIND]")]
    [InlineData("delete site a -f a.yaml", "Name either KIND and NAME, or files with -f.", "Usage: selvedge delete")]
    [InlineData("apply", "'--filename' is required.", "Usage: selvedge apply -f FILE [options]")]
    [InlineData("purge", "Name either a URL, or --tag TAG, or --site SITE.", "Usage: selvedge purge [URL] [options]")]
    [InlineData("purge https://a.test/ --tag t", "Name either a URL, or --tag TAG, or --site SITE.",
        "Usage: selvedge purge")]
    [InlineData("drain", "NAME is missing.", "Usage: selvedge drain NAME [options]")]
    [InlineData("drain fra --timeout 1", "--timeout 1 is no duration.", "Usage: selvedge drain NAME [options]")]
    [InlineData("dev --network 10.0", "--network 10.0 is no loopback prefix. Write 127.0 to 127.254.",
        "Usage: selvedge dev")]
    [InlineData("node", "'--config' is required.", "Usage: selvedge node --config FILE [options]")]
    [InlineData("completion fish", "'fish'", "Usage: selvedge completion SHELL [options]")]
    public async Task A_command_line_that_is_not_understood_ends_with_2_says_why_and_how_it_is_written(
        string line, string complaint, string usage)
    {
        var (code, output, error) = await CommandLine.RunAsync(line.Split(' '));

        Assert.Equal(2, code);
        Assert.Empty(output);
        var lines = error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("selvedge: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(complaint, lines[0], StringComparison.Ordinal);
        Assert.StartsWith(usage, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_has_help_with_an_example_and_fits_a_small_terminal()
    {
        foreach (var command in All(SelvedgeCommand.Root()))
        {
            var name = HelpText.NameOf(command);
            var (code, output, _) = await CommandLine.RunAsync([.. name.Split(' ').Skip(1), "--help"]);

            Assert.Equal(0, code);
            Assert.Contains($"Usage: {name} ", output, StringComparison.Ordinal);
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, $"{name}: {line}"));
            if (command is RootCommand)
            {
                continue;
            }

            var documented = Assert.IsType<DocumentedCommand>(command);
            Assert.False(documented.Examples.IsEmpty, $"{name} has no example");
            Assert.Contains(documented.Examples[0], output, StringComparison.Ordinal);
            Assert.Contains(documented.Examples, example => example.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_option_and_argument_says_what_it_is_for()
    {
        foreach (var command in All(SelvedgeCommand.Root()).Where(command => !command.Hidden))
        {
            Assert.All(command.Options, option => Assert.False(
                string.IsNullOrEmpty(option.Description), $"{command.Name} {option.Name}"));
            Assert.All(command.Arguments, argument => Assert.False(
                string.IsNullOrEmpty(argument.Description), $"{command.Name} {argument.Name}"));
        }
    }

    [Fact]
    public async Task Without_a_command_the_list_of_commands_is_shown()
    {
        var (code, output, _) = await CommandLine.RunAsync();

        Assert.Equal(0, code);
        Assert.Contains("\n  drill       Cause a fault on purpose", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  origin", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_for_shells_complete_commands()
    {
        var (code, output, _) = await CommandLine.RunAsync("completion", "bash");

        Assert.Equal(0, code);
        Assert.Contains("complete -o default -F _selvedge selvedge", output, StringComparison.Ordinal);
    }

    private static IEnumerable<Command> All(Command command) =>
        command.Subcommands.SelectMany(All).Prepend(command);
}
