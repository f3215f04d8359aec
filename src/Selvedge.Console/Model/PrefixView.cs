using System.Collections.Immutable;

namespace Selvedge.Console.Model;

/// <summary>A prefix.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Block">CIDR; may be empty while the API has not chosen one.</param>
/// <param name="Role">What it is for, as the API wrote it.</param>
/// <param name="Origin">The AS number that it is announced from; 0: not said.</param>
/// <param name="Sites">Sites that are reached through it.</param>
/// <param name="Live">Whether DNS names its addresses.</param>
/// <param name="Addresses">Addresses taken of it.</param>
/// <param name="Message">Of the condition Announced; may be empty.</param>
internal sealed record PrefixView(
    string Name,
    string Block,
    string Role,
    long Origin,
    ImmutableArray<string> Sites,
    bool Live,
    long Addresses,
    string Message)
{
    /// <summary>Whether it is held, and announced nowhere by intent.</summary>
    public bool IsReserved => Role == "Reserved";
}
