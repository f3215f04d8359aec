using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Console.Model;

/// <summary>A BGP neighbour of a location.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">Whose nodes speak to it.</param>
/// <param name="Address">Its address.</param>
/// <param name="PeerAsn">Its AS number; 0: not said.</param>
/// <param name="LocalAsn">The AS number that the nodes speak as; 0: not said.</param>
/// <param name="Guard">How a dead path is found out, in a few words.</param>
/// <param name="Sessions">One a node, by node.</param>
internal sealed record PeerView(
    string Name,
    string Location,
    string Address,
    long PeerAsn,
    long LocalAsn,
    string Guard,
    ImmutableArray<BgpSession> Sessions);
