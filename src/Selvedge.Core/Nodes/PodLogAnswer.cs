using System.Collections.Immutable;

namespace Selvedge.Core.Nodes;

/// <summary>The answer to a <see cref="PodLogQuestion"/>.</summary>
/// <param name="Problem">Why there is none; else empty.</param>
/// <param name="Lines">In order; not more than a message holds.</param>
/// <param name="Cut">Whether there is more after them.</param>
/// <param name="Ended">Whether the program writes no more.</param>
public sealed record PodLogAnswer(string Problem, ImmutableArray<PodLogLine> Lines, bool Cut, bool Ended);
