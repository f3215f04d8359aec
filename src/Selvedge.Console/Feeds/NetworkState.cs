using Selvedge.Console.Model;

namespace Selvedge.Console.Feeds;

/// <summary>What the page is drawn from: the picture and the link it came by. Immutable.</summary>
/// <param name="View">The picture.</param>
/// <param name="Link">The link.</param>
internal sealed record NetworkState(NetworkView View, Link Link);
