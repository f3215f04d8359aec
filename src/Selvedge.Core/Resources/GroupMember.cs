namespace Selvedge.Core.Resources;

/// <summary>One node of a <see cref="NodeGroup"/>.</summary>
/// <param name="Name">Of the node, decided before the provider was asked for it.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Since">Since when it is so far.</param>
/// <param name="Message">Why, or what is in the way; may be empty.</param>
public sealed record GroupMember(string Name, GroupMemberPhase Phase, DateTimeOffset Since, string Message = "")
{
    /// <summary>Since when it could be done without; null: it is needed.</summary>
    public DateTimeOffset? UnneededSince { get; init; }
}
