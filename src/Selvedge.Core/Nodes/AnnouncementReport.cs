namespace Selvedge.Core.Nodes;

/// <summary>A prefix as a node announces it.</summary>
/// <param name="Prefix">The Prefix document.</param>
/// <param name="Desired">What it is to be: <c>Announced</c>, <c>Draining</c>, <c>Withdrawn</c>.</param>
/// <param name="Reason">One CamelCase word why: <c>Serviceable</c>, <c>VerdictShut</c>, <c>LastPlaces</c>,
/// <c>LocalCheckFailed</c>, <c>Drained</c>, <c>Stopping</c>, ...</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Observed">The number of established neighbours that are told of it.</param>
/// <param name="Since">When <paramref name="Desired"/> became so.</param>
public sealed record AnnouncementReport(
    string Prefix, string Desired, string Reason, string Detail, int Observed, DateTimeOffset Since);
