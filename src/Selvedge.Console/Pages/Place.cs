using System.Collections.Immutable;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages;

/// <summary>A location with what is there.</summary>
/// <param name="Location">The location.</param>
/// <param name="Verdicts">Of the sites that the plan puts here.</param>
/// <param name="Nodes">Sorted by name.</param>
/// <param name="NodesUp">How many of them are up.</param>
internal sealed record Place(
    LocationView Location, ImmutableArray<VerdictView> Verdicts, ImmutableArray<NodeView> Nodes, int NodesUp)
{
    /// <summary>How the location stands: as its verdicts do; without any, drained where the document says so.</summary>
    public Standing Standing => Verdicts.IsEmpty && Location.Drained
        ? Standing.Drained
        : Standings.Of(Verdicts.Select(verdict => verdict.Standing));

    /// <summary>How many sites users may be sent here for.</summary>
    public int Serving => Verdicts.Count(verdict => verdict.Serviceable);

    /// <summary>City and country, or the name where the document tells neither.</summary>
    public string Title =>
        (Location.City, Location.Country) switch
        {
            ({ Length: > 0 } city, { Length: > 0 } country) => $"{city}, {country}",
            ({ Length: > 0 } city, _) => city,
            (_, { Length: > 0 } country) => country,
            _ => Location.Name,
        };
}
