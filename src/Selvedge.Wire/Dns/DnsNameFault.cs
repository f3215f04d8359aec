namespace Selvedge.Wire.Dns;

/// <summary>What is wrong with a name.</summary>
public enum DnsNameFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>Two dots in a row, or one at the start.</summary>
    EmptyLabel,

    /// <summary>A label is longer than 63 bytes.</summary>
    LabelTooLong,

    /// <summary>The name is longer than 255 bytes on the wire.</summary>
    NameTooLong,

    /// <summary>A backslash is followed by neither three digits up to 255 nor a printable character.</summary>
    BadEscape,

    /// <summary>A character outside printable ASCII.</summary>
    BadCharacter,

    /// <summary>The message ends within the name.</summary>
    CutOff,

    /// <summary>A compression pointer where none may be, or one that does not point backwards.</summary>
    BadPointer,

    /// <summary>A label of a kind that does not exist.</summary>
    BadLabel,
}
