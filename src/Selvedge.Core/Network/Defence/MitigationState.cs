namespace Selvedge.Core.Network.Defence;

/// <summary>How far a mitigation is.</summary>
public enum MitigationState
{
    /// <summary>It drops.</summary>
    Active,

    /// <summary>It ended, and counts only: an attack that goes on is seen at once.</summary>
    Probation,

    /// <summary>It would drop, but nothing is done by itself here.</summary>
    WouldApply,
}
