namespace Selvedge.Console.Map;

/// <summary>On which side of its mark a label stands.</summary>
internal enum LabelSide
{
    /// <summary>No room: shown only when the mark is pointed at or focused.</summary>
    Hidden,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>Above.</summary>
    Above,

    /// <summary>Below.</summary>
    Below,
}
