using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>More packets than usual to one place.</summary>
/// <param name="Target">Where.</param>
/// <param name="PacketsPerSecond">How many.</param>
/// <param name="Usual">How many there are in calm.</param>
/// <param name="Filter">The narrowest that drops enough of it; null: nothing tells it from users.</param>
/// <param name="Cause">In one sentence.</param>
public sealed record Attack(
    AttackTarget Target, double PacketsPerSecond, double Usual, FlowFilter? Filter, string Cause);
