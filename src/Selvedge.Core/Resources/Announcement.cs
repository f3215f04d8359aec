namespace Selvedge.Core.Resources;

/// <summary>A prefix at one location: whether it may be announced there, and whether it is. Written by the control
/// plane.</summary>
public sealed record Announcement
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is decided.</summary>
    public AnnouncementSpec Spec { get; init; } = new();

    /// <summary>What the nodes do.</summary>
    public AnnouncementStatus Status { get; init; } = new();
}
