namespace Selvedge.Fabric.Store;

/// <summary>The history asked for is compacted away; Kubernetes' <c>410 Gone</c>.</summary>
public sealed class RevisionGoneException(long asked, long oldest)
    : Exception($"Revision {asked} is compacted away; the oldest kept is {oldest}. List again and watch from there.")
{
    /// <summary>The revision asked for.</summary>
    public long Asked { get; } = asked;

    /// <summary>The oldest revision that can still be watched from.</summary>
    public long Oldest { get; } = oldest;
}
