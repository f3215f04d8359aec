using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary>What a person named on the command line: a kind, and perhaps one document of it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The document's name; empty: all of the kind.</param>
internal sealed record ResourceWord(ResourceKind Kind, string Name)
{
    /// <summary>As messages name it: <c>site/atlas</c>.</summary>
    public string Shown => $"{Kind.Singular}/{Name}";

    /// <summary>Reads <c>KIND</c>, <c>KIND NAME</c> or <c>KIND/NAME</c>.</summary>
    /// <exception cref="UsageException">There is no such kind, or the name stands twice.</exception>
    public static ResourceWord Read(string kind, string? name)
    {
        var slash = kind.IndexOf('/', StringComparison.Ordinal);
        var word = slash < 0 ? kind : kind[..slash];
        var inside = slash < 0 ? "" : kind[(slash + 1)..];
        if (inside.Length > 0 && name is { Length: > 0 })
        {
            throw new UsageException($"{kind} names a document already. Leave out {name}.");
        }

        var found = KindRegistry.FindByAnyName(word) ?? throw new UsageException(
            $"'{word}' is no kind. Write one of: {string.Join(", ", KindRegistry.All.Select(known => known.Plural))}.");
        return new ResourceWord(found, inside.Length > 0 ? inside : name ?? "");
    }

    /// <summary>Where it is in the API.</summary>
    /// <param name="space">The namespace; empty: all of them.</param>
    public string PathIn(string space) => ApiClient.PathOf(Kind, space, Name);
}
