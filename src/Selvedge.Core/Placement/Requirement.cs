namespace Selvedge.Core.Placement;

/// <summary>One constraint by itself, so that it can be left out to see whether it is the one that clashes.</summary>
/// <param name="Path">Its field: <c>mustInclude[0]</c>.</param>
/// <param name="Words">What it asks for, to follow "needs": "a location in region europe".</param>
internal sealed record Requirement(string Path, string Words)
{
    /// <summary>Only locations that pass are placed. Null: all pass.</summary>
    public Func<PlacementLocation, bool>? Allows { get; init; }

    /// <summary>One location that passes is placed. Null: none is asked for.</summary>
    public Func<PlacementLocation, bool>? Includes { get; init; }

    /// <summary>At least so many locations.</summary>
    public int Fewest { get; init; }

    /// <summary>At most so many locations.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Requests a second that the places carry together.</summary>
    public double Demand { get; init; }
}
