using System.Collections.Immutable;

namespace Selvedge.Core.Network.Defence;

/// <summary>Who meets attacks on one layer at one location.</summary>
/// <param name="Location">Where.</param>
/// <param name="Provider">Whose machines stand there.</param>
/// <param name="Layer">3, 4 or 7.</param>
/// <param name="By">Who, each with its limit, in a few words; none: nobody.</param>
public sealed record LayerCover(string Location, string Provider, int Layer, ImmutableArray<string> By);
