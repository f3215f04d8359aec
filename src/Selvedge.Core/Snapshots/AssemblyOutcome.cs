namespace Selvedge.Core.Snapshots;

/// <summary>How <see cref="SnapshotAssembler.Assemble"/> ended.</summary>
public enum AssemblyOutcome
{
    /// <summary>There is a snapshot; single sections may have been refused.</summary>
    Assembled,

    /// <summary>Sections that the manifest names have not arrived. Try again when they have.</summary>
    Incomplete,

    /// <summary>The manifest is not newer than what is in force.</summary>
    NotNewer,

    /// <summary>The manifest cannot be used at all, and never will be.</summary>
    Unusable,
}
