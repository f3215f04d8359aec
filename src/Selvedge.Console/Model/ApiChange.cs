namespace Selvedge.Console.Model;

/// <summary>What an <see cref="ApiUpdate"/> does to its collection.</summary>
internal enum ApiChange
{
    /// <summary>The objects are the whole collection.</summary>
    Listed,

    /// <summary>The objects were added or modified.</summary>
    Put,

    /// <summary>The objects were deleted.</summary>
    Removed,
}
