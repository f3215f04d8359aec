using System.Text;

namespace Selvedge.Edge.Network.Balancing;

/// <summary>How a program ended.</summary>
/// <param name="IsGood">Whether it started, and ended with 0.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed on its error stream, or why it did not start or end.</param>
internal sealed record ProgramResult(bool IsGood, ReadOnlyMemory<byte> Output, string Error)
{
    /// <summary>The output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);

    /// <summary>The first line of the error, for a sentence.</summary>
    public string Why => Error.Split('\n')[0].Trim();
}
