using System.Collections.Immutable;

namespace Selvedge.Core.Steering;

/// <summary>What a filter leaves, with its reasons.</summary>
/// <param name="Kept">In the new order.</param>
/// <param name="Reasons">One a place that it was given, the kept first.</param>
internal sealed record FilterStep(ImmutableArray<Candidate> Kept, ImmutableArray<PlaceReason> Reasons);
