using System.Collections.Frozen;

namespace Selvedge.Commands.Output;

/// <summary>Colours for words that tell a state, and for nothing else. Without colours the same words.</summary>
/// <param name="enabled">Whether colours are wanted; see <see cref="Wanted"/>.</param>
internal sealed class Paint(bool enabled)
{
    private const string Green = "32";
    private const string Red = "31";
    private const string Yellow = "33";

    private static readonly FrozenDictionary<string, string> Codes =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["yes"] = Green,
            ["open"] = Green,
            ["ok"] = Green,
            ["fresh"] = Green,
            ["Ready"] = Green,
            ["True"] = Green,
            ["serviceable"] = Green,
            ["connected"] = Green,
            ["met"] = Green,
            ["no"] = Red,
            ["shut"] = Red,
            ["False"] = Red,
            ["NotReady"] = Red,
            ["missed"] = Red,
            ["missing"] = Red,
            ["silent"] = Red,
            ["held"] = Yellow,
            ["drained"] = Yellow,
            ["Drained"] = Yellow,
            ["stale"] = Yellow,
            ["unproven"] = Yellow,
            ["Unknown"] = Yellow,
            ["Warning"] = Yellow,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No colours.</summary>
    public static Paint None { get; } = new(false);

    /// <summary>Whether a person looks at a terminal that shows colours and did not forbid them
    /// (https://no-color.org).</summary>
    public static bool Wanted(TextWriter output) =>
        ReferenceEquals(output, System.Console.Out)
        && !System.Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or "");

    /// <summary>The text, in colour where its first word is a state.</summary>
    public string State(string text)
    {
        if (!enabled)
        {
            return text;
        }

        var end = text.AsSpan().IndexOfAny(' ', ':', ',');
        var word = end < 0 ? text : text[..end];
        return Codes.TryGetValue(word, out var code) ? $"\e[{code}m{word}\e[0m{text[word.Length..]}" : text;
    }
}
