using System.Collections.Immutable;

namespace Selvedge.Wire.Bird;

/// <summary>A whole answer of BIRD's control socket.</summary>
/// <param name="Lines">At least one; the last one's code says how it went.</param>
public sealed record BirdReply(ImmutableArray<BirdLine> Lines)
{
    /// <summary>The last line's code.</summary>
    public int Code => Lines[^1].Code;

    /// <summary>Whether BIRD did what it was asked for.</summary>
    public bool IsDone => Code < 8000;

    /// <summary>What BIRD says is wrong; empty where nothing is.</summary>
    public string Problem => IsDone ? "" : Lines[^1].Text.Trim();

    /// <summary>Whether a line has the code.</summary>
    public bool Has(int code) => Lines.Any(line => line.Code == code);
}
