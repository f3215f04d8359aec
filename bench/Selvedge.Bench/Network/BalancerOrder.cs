using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Bench.Network;

/// <summary>What a <see cref="BalancerHost"/> is told, a line of JSON each.</summary>
/// <param name="Section">What it balances or serves from now on; null: as before.</param>
/// <param name="Verdicts">What it steers by from now on; null: as before.</param>
internal sealed record BalancerOrder(BalancerSection? Section, VerdictTable? Verdicts);
