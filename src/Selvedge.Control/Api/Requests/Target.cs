using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Requests;

/// <summary>The documents that a path speaks of.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Namespace">Their namespace; empty: of every namespace, or a kind without.</param>
/// <param name="Name">One document; empty: the collection.</param>
/// <param name="Subresource"><c>status</c>, <c>scale</c>, <c>log</c> or empty.</param>
internal sealed record Target(ResourceKind Kind, string Namespace, string Name, string Subresource)
{
    /// <summary>The document's key.</summary>
    public ResourceKey Key => new(Kind.Resource, Namespace, Name);

    /// <summary>Reads the path behind group and version: <c>namespaces/default/sites/shop/status</c>.</summary>
    public static Target? Find(string group, string version, ReadOnlySpan<string> path)
    {
        var space = "";
        if (path is ["namespaces", var name, var plural, ..]
            && KindRegistry.FindByPlural(group, version, plural) is { Namespaced: true })
        {
            space = name;
            path = path[2..];
        }

        if (path.Length is 0 or > 3 || KindRegistry.FindByPlural(group, version, path[0]) is not { } kind
            || (path.Length == 3 && !Has(kind, path[2]))
            || (path.Length > 1 && path[1].Length == 0)
            || (kind.Namespaced && space.Length == 0 && path.Length > 1))
        {
            return null;
        }

        return new Target(kind, space, path.Length > 1 ? path[1] : "", path.Length > 2 ? path[2] : "");
    }

    private static bool Has(ResourceKind kind, string subresource) => subresource switch
    {
        "status" => kind.HasStatus,
        "scale" => kind.HasScale,
        "log" => kind.HasLog,
        _ => false,
    };
}
