using Selvedge.Control.Compile;
using Selvedge.Core.Serviceability;

namespace Selvedge.Control.Verdicts;

/// <summary>What was in force at one moment of the past.</summary>
/// <param name="Table">The verdict table.</param>
/// <param name="TableUntil">When the next one replaced it; null: it is in force still.</param>
/// <param name="Steering">What DNS steered by beside it.</param>
/// <param name="Earlier">Older tables, the newest first; read as they are asked for.</param>
public sealed record RecordedMoment(
    VerdictTable Table,
    DateTimeOffset? TableUntil,
    SteeringState Steering,
    IAsyncEnumerable<VerdictTable> Earlier);
