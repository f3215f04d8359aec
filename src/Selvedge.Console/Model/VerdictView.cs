using System.Collections.Immutable;
using Selvedge.Core.Serviceability;

namespace Selvedge.Console.Model;

/// <summary>The verdict of one site at one location.</summary>
/// <param name="Location">Where.</param>
/// <param name="Serviceable">True where users may be sent.</param>
/// <param name="Held">Null, or why a guard keeps the last good answer.</param>
/// <param name="Epoch">Of the verdict table; 0 where not told.</param>
/// <param name="Nodes">Named to users.</param>
/// <param name="Shut">The gates that are shut.</param>
internal sealed record VerdictView(
    string Location,
    bool Serviceable,
    string? Held,
    long Epoch,
    ImmutableArray<string> Nodes,
    ImmutableArray<GateView> Shut)
{
    /// <summary>How it stands.</summary>
    public Standing Standing =>
        Held is not null ? (Serviceable ? Standing.Held : Standing.Shut)
        : Serviceable ? Standing.Serviceable
        : Cause?.Gate switch
        {
            Gate.Placed or Gate.Allowed => Standing.Unplaced,
            Gate.Admitted => Standing.Drained,
            _ => Standing.Shut,
        };

    /// <summary>The shut gate that explains the others; null where none of a known name is shut.</summary>
    public GateView? Cause => Shut.Where(shut => shut.Gate is not null)
        .MinBy(shut => shut.Gate!.Value, GateOrder.Instance);

    /// <summary>The gate where it is shut; else null.</summary>
    public GateView? Find(Gate gate) => Shut.FirstOrDefault(shut => shut.Gate == gate);
}
