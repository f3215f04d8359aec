using System.Diagnostics.CodeAnalysis;
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
    /// <param name="kind">The first word.</param>
    /// <param name="name">The second; null where there is none.</param>
    /// <param name="read">Where true is returned.</param>
    /// <param name="problem">Where false is returned: there is no such kind, or the name stands twice.</param>
    public static bool TryRead(
        string kind, string? name, [NotNullWhen(true)] out ResourceWord? read, out string problem)
    {
        (read, problem) = (null, "");
        var slash = kind.IndexOf('/', StringComparison.Ordinal);
        var word = slash < 0 ? kind : kind[..slash];
        var inside = slash < 0 ? "" : kind[(slash + 1)..];
        if (inside.Length > 0 && name is { Length: > 0 })
        {
            problem = $"{kind} names a document already. Leave out {name}.";
        }
        else if (KindRegistry.FindByAnyName(word) is not { } found)
        {
            var kinds = KindRegistry.All.Select(known => known.Plural).ToList();
            problem = Nearest.Of(word, kinds) is { } near
                ? $"'{word}' is no kind. Did you mean {near}?"
                : $"'{word}' is no kind. Write one of: {string.Join(", ", kinds)}.";
        }
        else
        {
            read = new ResourceWord(found, inside.Length > 0 ? inside : name ?? "");
        }

        return read is not null;
    }

    /// <summary>As messages name it together with its namespace: <c>site default/atlas</c>.</summary>
    /// <param name="space">The namespace in use.</param>
    public string ShownIn(string space) => $"{Kind.Singular} {(Kind.Namespaced ? $"{space}/" : "")}{Name}";

    /// <summary>Where it is in the API.</summary>
    /// <param name="space">The namespace; empty: all of them.</param>
    public string PathIn(string space) => ApiClient.PathOf(Kind, space, Name);
}
