namespace Selvedge.Core.Network.Routing;

/// <summary>The bounds that announcements are decided with.</summary>
public sealed record AnnouncementPolicy
{
    /// <summary>So many checks of the node's own service must be good in a row before a prefix comes (back). At five a
    /// second, one second. The default is 5.</summary>
    public int GoodChecksMin { get; init; } = 5;

    /// <summary>A prefix that was withdrawn for a fault stays away for at least so long: upstreams penalize routes that
    /// flap. The default is 10 s.</summary>
    public TimeSpan ReturnAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a drained place asks to be avoided before it withdraws: upstreams need some seconds to choose
    /// anew, one after another. The default is 10 s.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for a node that stops: shorter, since a person or an update waits for it. The default is
    /// 3 s.</summary>
    public TimeSpan StopDrainFor { get; init; } = TimeSpan.FromSeconds(3);
}
