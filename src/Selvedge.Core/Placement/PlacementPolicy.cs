namespace Selvedge.Core.Placement;

/// <summary>How places follow demand.</summary>
public enum PlacementPolicy
{
    /// <summary>The cheapest places for the demand of now; moves are made when they pay.</summary>
    Dynamic,

    /// <summary>As few places as the constraints allow, chosen once: they stay until the constraints or the capacity no
    /// longer allow them.</summary>
    Static,

    /// <summary>Every place that compliance and <c>mustNotInclude</c> allow; the maximum and the minimum usage do not
    /// count.</summary>
    Everywhere,
}
