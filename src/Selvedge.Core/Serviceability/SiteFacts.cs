using System.Collections.Immutable;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Serviceability;

/// <summary>What documents and plan say of one site.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Placed">The locations that the plan names.</param>
/// <param name="Disallowed">The locations where compliance forbids it, with the reason in one sentence.</param>
public sealed record SiteFacts(
    SiteId Site, ImmutableHashSet<string> Placed, ImmutableDictionary<string, string> Disallowed);
