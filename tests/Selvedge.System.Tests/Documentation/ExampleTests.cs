using System.CommandLine;
using Selvedge.Commands;
using Selvedge.Control.Api.Reading;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Documentation;

/// <summary>What a page or a help text shows can be typed: documents are read by the reader of documents, and commands
/// by the command line.</summary>
public sealed class ExampleTests
{
    private static readonly string[] IgnoredFolders = ["artifacts", ".git", ".selvedge", "node_modules"];

    // Of the script ./selvedge, not of the program.
    private static readonly string[] OfTheScript = ["test", "bench"];

    public static TheoryData<string> Markdown =>
        [.. Pages("*.md").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Manifests =>
        [.. Pages("*.yaml").Where(file => file.StartsWith("examples/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Markdown))]
    public void Documents_and_commands_of_a_page_are_valid(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(Programs.RepositoryRoot, page));
        foreach (var block in MarkdownBlock.Of(lines))
        {
            var problems = block.Language switch
            {
                "yaml" => DocumentReader.Read(string.Join('\n', block.Lines)).Problems
                    .Select(problem => $"{problem.Document}: {problem.Problem}"),
                "console" => block.Steps().Select(step => step.Command.Replace("\\\n", "", StringComparison.Ordinal))
                    .SelectMany(Problems),
                _ => block.Lines.SelectMany(Problems),
            };
            Assert.True(!problems.Any(), $"{page}:{block.First + 1}: {string.Join('\n', problems)}");
        }
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifests_are_valid_but_the_broken_one(string manifest)
    {
        var read = DocumentReader.Read(File.ReadAllText(Path.Combine(Programs.RepositoryRoot, manifest)));

        Assert.True(read.Documents.Length + read.Problems.Length > 0, "it holds nothing");
        Assert.Equal(manifest == "examples/broken.yaml" ? 4 : 0, read.Problems.Length);
    }

    [Fact]
    public void The_examples_of_every_command_can_be_typed()
    {
        var commands = All(SelvedgeCommand.Root()).OfType<DocumentedCommand>().ToList();
        Assert.InRange(commands.Count, 10, 40);
        foreach (var command in commands)
        {
            Assert.True(
                command.Examples.Any(example => CommandLine.ArgumentsOf(example) is not null),
                $"{command.Name} shows no example");
            Assert.Empty(command.Examples.SelectMany(Problems));
        }
    }

    [Theory]
    [InlineData("$ ./selvedge gett sites")]
    [InlineData("selvedge drain")]
    [InlineData("selvedge get sites -o xml")]
    [InlineData("cat site.yaml | selvedge apply --file -")]
    public void What_cannot_be_typed_is_found(string line) => Assert.NotEmpty(Problems(line));

    [Theory]
    [InlineData("$ ./selvedge drain fra --reason 'switch replacement' --wait")]
    [InlineData("selvedge events -w | grep fra-1")]
    [InlineData("./selvedge test --long   # everything")]
    [InlineData("source <(selvedge completion bash)")]
    [InlineData("kubectl selvedge whatever")]
    public void What_can_be_typed_passes(string line) => Assert.Empty(Problems(line));

    private static IEnumerable<Command> All(Command command) =>
        command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<string> Problems(string line)
    {
        var arguments = CommandLine.ArgumentsOf(line);
        return arguments is null || (arguments.Count > 0 && OfTheScript.Contains(arguments[0], StringComparer.Ordinal))
            ? []
            : SelvedgeCommand.Root().Parse([.. arguments]).Errors.Select(error => $"{line}: {error.Message}");
    }

    private static IEnumerable<string> Pages(string pattern) =>
        Directory.EnumerateFiles(Programs.RepositoryRoot, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Programs.RepositoryRoot, file))
            .Where(file => !file.Split('/').Any(folder => IgnoredFolders.Contains(folder, StringComparer.Ordinal)));
}
