namespace Selvedge.Core.Resources.Schemas;

/// <summary>How the entries of a list are told apart when two writers meet (server-side apply).</summary>
public enum ListKind
{
    /// <summary>The list is one value and has one owner.</summary>
    Atomic,

    /// <summary>Each entry is a value that stands once; entries have owners.</summary>
    Set,

    /// <summary>Entries are objects named by their <see cref="Schema.Keys"/>; entries and their fields have
    /// owners.</summary>
    Map,
}
