namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Every limit towards a cluster, with its reason.</summary>
internal static class Limits
{
    /// <summary>Requests under way at once: what client-go allows itself as a burst.</summary>
    public const int RequestsInFlight = 10;

    /// <summary>Characters of a refusal that a report carries: reports of many pods are one message.</summary>
    public const int MessageCharsMax = 512;

    /// <summary>An answer that takes longer will not come. An API server gives up after 60 seconds, but a node has
    /// something to say of its pods before that.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Until a connection that is silent is asked whether it lives: a watch may be silent for hours, and a
    /// peer that vanished says nothing either.</summary>
    public static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long one watch lasts; then it goes on where it was, perhaps at another API server. What client-go
    /// asks for at least.</summary>
    public static readonly TimeSpan WatchTime = TimeSpan.FromMinutes(5);

    /// <summary>Between two watches, so that a server that ends them at once is not asked without end.</summary>
    public static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The first wait for a cluster that does not answer; doubled each time.</summary>
    public static readonly TimeSpan AwayFirst = TimeSpan.FromSeconds(1);

    /// <summary>The longest: a cluster that came back is not left waiting.</summary>
    public static readonly TimeSpan AwayLongest = TimeSpan.FromSeconds(30);

    /// <summary>How long what was done may take to be seen through the watch before it is done again.</summary>
    public static readonly TimeSpan SightLag = TimeSpan.FromSeconds(2);

    /// <summary>Before a cluster without metrics is asked for them again: somebody may install them.</summary>
    public static readonly TimeSpan UsageAbsent = TimeSpan.FromMinutes(5);
}
