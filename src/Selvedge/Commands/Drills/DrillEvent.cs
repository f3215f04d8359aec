using System.Collections.Immutable;

namespace Selvedge.Commands.Drills;

/// <summary>One line of a drill's timeline.</summary>
/// <param name="After">Since the kill.</param>
/// <param name="Kind">One camelCase word, for programs: <c>killed</c>, <c>verdictLeft</c>, <c>unrouted</c>, ...</param>
/// <param name="Text">One sentence, for people.</param>
/// <param name="Details">What is shown beneath it.</param>
internal sealed record DrillEvent(TimeSpan After, string Kind, string Text, ImmutableArray<string> Details);
