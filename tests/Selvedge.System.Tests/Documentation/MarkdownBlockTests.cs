namespace Selvedge.System.Tests.Documentation;

public sealed class MarkdownBlockTests
{
    private static readonly string[] Page =
    [
        "# A page", "", "```console", "$ one \\", "    two", "first", "", "second", "$ three", "```", "text",
        "  ```yaml", "  a: 1", "  ```",
    ];

    [Fact]
    public void Blocks_have_their_language_and_place()
    {
        var blocks = MarkdownBlock.Of(Page);

        Assert.Equal(["console", "yaml"], blocks.Select(block => block.Language));
        Assert.Equal([3, 12], blocks.Select(block => block.First));
        Assert.Equal(["a: 1"], blocks[1].Lines);
    }

    [Fact]
    public void A_command_owns_the_lines_up_to_the_next()
    {
        var steps = MarkdownBlock.Of(Page)[0].Steps();

        Assert.Equal(["one \\\n    two", "three"], steps.Select(step => step.Command));
        Assert.Equal(["first", "", "second"], steps[0].Output);
        Assert.Equal("first", Page[steps[0].First]);
        Assert.Empty(steps[1].Output);
    }

    [Fact]
    public void An_output_without_a_command_is_refused() =>
        Assert.Throws<FormatException>(() => new MarkdownBlock("console", 0, ["lost"]).Steps());
}
