using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary>A location or a node, as a person names either.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNode">Whether it is a node.</param>
/// <param name="Path">In the API.</param>
/// <param name="IsDrained">Whether it is drained now.</param>
internal sealed record DrainPlace(string Name, bool IsNode, string Path, bool IsDrained)
{
    /// <summary>As messages name it.</summary>
    public string Shown => $"{(IsNode ? "node" : "location")}/{Name}";

    /// <summary>Finds what a person means.</summary>
    /// <exception cref="UsageException">There is none, or two.</exception>
    public static async Task<DrainPlace> FindAsync(ApiClient api, string word, CancellationToken cancellation)
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var name = word[(slash + 1)..];
        var kind = slash < 0 ? null : KindRegistry.FindByAnyName(word[..slash])?.Kind ?? word[..slash];
        if (name.Length == 0 || kind is not (null or "Location" or "Node"))
        {
            throw new UsageException(
                $"{word} is neither a location nor a node. Write NAME, location/NAME or node/NAME.");
        }

        var location = kind == "Node" ? null : await OfAsync(api, "Location", name, cancellation);
        var node = kind == "Location" ? null : await OfAsync(api, "Node", name, cancellation);
        return (location, node) switch
        {
            ({ } found, null) => found,
            (null, { } found) => found,
            ({ }, { }) => throw new UsageException(
                $"A location and a node are called {name}. Write location/{name} or node/{name}."),
            _ => throw new UsageException(
                $"There is no {(kind is null ? "location or node" : kind.ToLowerInvariant())} {name}. "
                + "See: selvedge get locations, selvedge get nodes"),
        };
    }

    private static async Task<DrainPlace?> OfAsync(
        ApiClient api, string kind, string name, CancellationToken cancellation)
    {
        var path = ApiClient.PathOf(KindRegistry.FindByAnyName(kind)!, "", name);
        return await api.FindAsync(path, cancellation) is { } document
            ? new DrainPlace(name, kind == "Node", path, JsonRead.IsTrue(document, "spec", "drained"))
            : null;
    }
}
