namespace Selvedge.Edge.Node;

/// <summary>Where a <see cref="Cue"/> comes from.</summary>
internal enum CueSource
{
    /// <summary>A new connection, or time has passed: compare with what the bus holds.</summary>
    Reconcile,

    /// <summary>A key of the location's snapshot.</summary>
    Snapshot,

    /// <summary>A key of the verdicts.</summary>
    Verdicts,

    /// <summary>A key of the purges.</summary>
    Purges,
}
