using Selvedge.Bench.Figures;

namespace Selvedge.Bench.Circle;

/// <summary>One part of the area: measured on a network where every place is serviceable, and leaves it so, unless it
/// is the last.</summary>
/// <param name="Name">As typed.</param>
/// <param name="What">A few words.</param>
/// <param name="MeasureAsync">Measures.</param>
internal sealed record CirclePart(
    string Name,
    string What,
    Func<CircleNetwork, CancellationToken, Task<IReadOnlyList<Figure>>> MeasureAsync);
