using Selvedge.Core.Resources;

namespace Selvedge.Core.Purging;

/// <summary>One purge of the network-wide, ordered log. Applying one twice is harmless.</summary>
/// <param name="Sequence">1, 2, 3, ... without gaps.</param>
/// <param name="Site">Whose objects.</param>
/// <param name="Kind">What is named.</param>
/// <param name="Value">The URL in full (scheme, host, path, query) or the tag.</param>
public sealed record Purge(long Sequence, SiteId Site, PurgeKind Kind, string Value);
