using System.Collections.Immutable;

namespace Selvedge.Control.NodeGroups;

/// <summary>What a provider's command is asked.</summary>
/// <param name="Command">The file name of the command.</param>
/// <param name="Verb"><c>create</c>, <c>delete</c> or <c>list</c>.</param>
/// <param name="Node">Which node; empty for <c>list</c>.</param>
/// <param name="Environment">All variables that the command has, but for <c>PATH</c>.</param>
public sealed record ProviderCall(
    string Command, string Verb, string Node, ImmutableSortedDictionary<string, string> Environment)
{
    /// <summary>Starts a node, or finds it started, and prints its addresses.</summary>
    public const string Create = "create";

    /// <summary>Ends a node, or finds it ended.</summary>
    public const string Delete = "delete";

    /// <summary>Prints the names of the group's nodes.</summary>
    public const string List = "list";

    /// <summary>As messages name it.</summary>
    public string Shown => Node.Length > 0 ? $"{Command} {Verb} {Node}" : $"{Command} {Verb}";
}
