using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Bench.Network;

/// <summary>What a <see cref="PopHost"/> is told, a line of JSON each.</summary>
/// <param name="Section">What it announces from now on, and to whom; null: as before.</param>
/// <param name="Verdicts">What it steers by from now on; null: as before.</param>
internal sealed record PopOrder(RoutingSection? Section, VerdictTable? Verdicts);
