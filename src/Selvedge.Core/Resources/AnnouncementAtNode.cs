namespace Selvedge.Core.Resources;

/// <summary>What one node does with a prefix.</summary>
/// <param name="Node">The node.</param>
/// <param name="Desired"><c>Announced</c>, <c>Draining</c> or <c>Withdrawn</c>; <c>Off</c> where it cannot speak
/// BGP.</param>
/// <param name="Reason">One CamelCase word why.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Observed">Neighbours that are told of it.</param>
public sealed record AnnouncementAtNode(string Node, string Desired, string Reason, string Detail, int Observed);
