using System.Collections.Immutable;

namespace Selvedge.Core.Placement;

/// <summary>Constraints of which no placement holds all, while there is one without any one of them.</summary>
/// <param name="Constraints">The smallest such set, as field paths: <c>mustInclude[0]</c>, <c>maximumLocations</c>,
/// <c>compliance</c>, <c>demand</c>. Empty: there is no location at all.</param>
/// <param name="Message">One sentence for people, that names them with their values.</param>
public sealed record PlacementConflict(ImmutableArray<string> Constraints, string Message);
