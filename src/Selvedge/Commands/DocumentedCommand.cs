using System.Collections.Immutable;
using System.CommandLine;

namespace Selvedge.Commands;

/// <summary>A command with everything that its help says.</summary>
internal sealed class DocumentedCommand : Command
{
    /// <summary>Documents a command.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="summary">One line in the list of commands.</param>
    /// <param name="more">What else a person should know, in sentences; may be empty.</param>
    /// <param name="examples">At least one line that can be typed.</param>
    public DocumentedCommand(string name, string summary, string more, params ImmutableArray<string> examples)
        : base(name, summary) => (More, Examples) = (more, examples);

    /// <summary>What else a person should know.</summary>
    public string More { get; }

    /// <summary>Lines that can be typed.</summary>
    public ImmutableArray<string> Examples { get; }
}
