namespace Selvedge.Fabric.Store;

/// <summary>Why the store could not do what was asked; also the <c>fault</c> label of its metric.</summary>
public enum StoreFault
{
    /// <summary>No space is left, on the disk or under the configured limit. Nothing was written.</summary>
    Full,

    /// <summary>Another process holds the store.</summary>
    Locked,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The file belongs to another program, or to a newer Selvedge.</summary>
    Foreign,

    /// <summary>The file cannot be opened, read or written.</summary>
    Unreachable,
}
