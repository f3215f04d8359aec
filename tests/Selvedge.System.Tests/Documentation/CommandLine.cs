using System.Text;

namespace Selvedge.System.Tests.Documentation;

/// <summary>Takes the words of a command out of a line that a person types into a shell.</summary>
internal static class CommandLine
{
    /// <summary>The arguments of <c>selvedge</c>; null where the line runs something else.</summary>
    public static IReadOnlyList<string>? ArgumentsOf(string line)
    {
        var words = Words(line.StartsWith(ConsoleStep.Prompt, StringComparison.Ordinal) ? line[2..] : line);
        var at = words.FindIndex(word => word is "selvedge" or "./selvedge");
        return at < 0 || (at > 0 && words[at - 1] is not ("|" or "<")) ? null : words[(at + 1)..];
    }

    // Quotes, and what ends a command; nothing else of a shell is in the pages.
    private static List<string> Words(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var quote = '\0';
        foreach (var character in line + " ")
        {
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
                _ = quote == '\0' ? word : word.Append(character);
            }
            else if (character is '\'' or '"')
            {
                quote = character;
            }
            else if (character is not (' ' or '(' or ')'))
            {
                word.Append(character);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        var command = words.FindIndex(found => found.EndsWith("selvedge", StringComparison.Ordinal));
        var end = words.FindIndex(Math.Max(0, command), found => found is "#" or ">" or "&&" or "|");
        return end < 0 ? words : words[..end];
    }
}
