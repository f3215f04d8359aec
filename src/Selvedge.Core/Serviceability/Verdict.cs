using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Serviceability;

/// <summary>Whether users may be sent to one site at one location.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Location">At which location.</param>
/// <param name="Serviceable">True where users may be sent.</param>
/// <param name="Nodes">The nodes of the location that may be named to users, sorted; empty unless serviceable.</param>
/// <param name="Shut">The gates that are shut. Empty where serviceable, unless <paramref name="Held"/>.</param>
/// <param name="Held">Null, or why a guard keeps the last good answer although gates are shut: <c>LastPlace</c>,
/// <c>TooManyAtOnce</c>, <c>NoEvidenceYet</c>. A held verdict is stale by definition.</param>
public sealed record Verdict(
    SiteId Site,
    string Location,
    bool Serviceable,
    ImmutableArray<string> Nodes,
    ImmutableArray<ShutGate> Shut,
    string? Held = null)
{
    /// <summary>Whether plan and law want the site here at all; all else can change by itself.</summary>
    public bool IsWanted() => !Shut.Any(shut => shut.Gate is Gate.Placed or Gate.Allowed);

    /// <summary>The shut gate that explains the others; null where none is shut.</summary>
    public ShutGate? FindCause() => Shut.MinBy(shut => shut.Gate, GateOrder.Instance);
}
