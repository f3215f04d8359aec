using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>What the nodes of a location do with a prefix.</summary>
public sealed record AnnouncementStatus
{
    /// <summary><c>Announced</c>, <c>Draining</c>, <c>Withdrawn</c>; <c>Refused</c> where it may not be announced,
    /// <c>Unknown</c> where no node is heard of.</summary>
    public string Desired { get; init; } = "Unknown";

    /// <summary>Neighbours that are told of it.</summary>
    public int Observed { get; init; }

    /// <summary>One CamelCase word why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>One sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Since when it is to be so; null: not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What each node does, sorted.</summary>
    public ImmutableArray<AnnouncementAtNode> Nodes { get; init; } = [];
}
