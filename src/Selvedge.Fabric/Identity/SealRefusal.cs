namespace Selvedge.Fabric.Identity;

/// <summary>Why a sealed text was not opened.</summary>
public enum SealRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>Too short to be one.</summary>
    Truncated,

    /// <summary>Of a format that a newer Selvedge wrote.</summary>
    UnknownVersion,

    /// <summary>Sealed with another master key, for another document, or changed since.</summary>
    NotAuthentic,
}
