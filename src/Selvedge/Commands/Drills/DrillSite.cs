using Selvedge.Core.Resources;

namespace Selvedge.Commands.Drills;

/// <summary>A site that a drill watches.</summary>
/// <param name="Id">Which site.</param>
/// <param name="Hostname">The name that is asked for and fetched.</param>
internal sealed record DrillSite(SiteId Id, string Hostname);
