namespace Selvedge.System.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">After the opening fence; may be empty.</param>
/// <param name="First">The index of its first line among the page's lines.</param>
/// <param name="Lines">What is between the fences.</param>
internal sealed record MarkdownBlock(string Language, int First, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>The blocks of a page, in order.</summary>
    public static IReadOnlyList<MarkdownBlock> Of(IReadOnlyList<string> page)
    {
        List<MarkdownBlock> blocks = [];
        for (var i = 0; i < page.Count; i++)
        {
            var indent = page[i].Length - page[i].TrimStart().Length;
            if (!page[i].AsSpan(indent).StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var end = i + 1;
            while (end < page.Count && page[end].Trim() != Fence)
            {
                end++;
            }

            blocks.Add(new MarkdownBlock(
                page[i].Trim()[Fence.Length..].Trim(),
                i + 1,
                [.. page.Skip(i + 1).Take(end - i - 1).Select(line => line.Length > indent ? line[indent..] : "")]));
            i = end;
        }

        return blocks;
    }

    /// <summary>The commands of a console block, each with what it prints.</summary>
    public IReadOnlyList<ConsoleStep> Steps()
    {
        List<ConsoleStep> steps = [];
        for (var i = 0; i < Lines.Count;)
        {
            var command = Lines[i].StartsWith(ConsoleStep.Prompt, StringComparison.Ordinal)
                ? Lines[i][ConsoleStep.Prompt.Length..]
                : throw new FormatException($"Line {First + i + 1} belongs to no command: {Lines[i]}");
            while (command.EndsWith('\\'))
            {
                command = $"{command}\n{Lines[++i]}";
            }

            var output = ++i;
            while (i < Lines.Count && !Lines[i].StartsWith(ConsoleStep.Prompt, StringComparison.Ordinal))
            {
                i++;
            }

            steps.Add(new ConsoleStep(command, First + output, [.. Lines.Skip(output).Take(i - output)]));
        }

        return steps;
    }
}
