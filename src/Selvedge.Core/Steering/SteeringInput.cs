using System.Collections.Immutable;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Steering;

/// <summary>All that a <see cref="FilterChain"/> decides from. The same input always gives the same decision.</summary>
/// <param name="Names">The site, where it is placed, and its chain.</param>
/// <param name="Network">The locations and the nodes' addresses.</param>
/// <param name="Verdicts">The table in force.</param>
/// <param name="LastGood">The serviceable verdicts of the site in the newest table that had any; empty where none
/// ever had. Read only when the table in force leaves the site no place.</param>
/// <param name="Client">Who asks.</param>
/// <param name="Turn">Which of the equally good orders: <c>shuffle</c> is a pure function of it, fair over each run of
/// consecutive turns that is as long as there are places.</param>
public sealed record SteeringInput(
    NamesSection Names,
    NetworkSection Network,
    VerdictTable Verdicts,
    ImmutableArray<Verdict> LastGood,
    SteeringClient Client,
    long Turn = 0);
