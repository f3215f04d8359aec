using Selvedge.Core.Resources;

namespace Selvedge.Core.Nodes;

/// <summary>One readiness probe of a backend, by the node that would use it.</summary>
/// <param name="Site">Which site.</param>
/// <param name="Ready">Whether the backend answered.</param>
/// <param name="Reason">One CamelCase word where not, for example <c>ConnectionRefused</c>; else empty.</param>
/// <param name="Detail">One sentence; may be empty.</param>
public sealed record BackendReport(SiteId Site, bool Ready, string Reason, string Detail);
