using Selvedge.Bench.Figures;

namespace Selvedge.Bench;

/// <summary>What is measured together.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Parts">What can be measured alone: as typed, and a few words; in the order of measuring.</param>
/// <param name="MeasureAsync">Measures the named parts and hands over each part's figures as they come.</param>
internal sealed record Area(
    string Name,
    string Description,
    IReadOnlyList<(string Name, string What)> Parts,
    Func<IReadOnlySet<string>, Progress, Action<IReadOnlyList<Figure>>, CancellationToken, Task> MeasureAsync);
