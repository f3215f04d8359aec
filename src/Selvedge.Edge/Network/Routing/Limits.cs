namespace Selvedge.Edge.Network.Routing;

/// <summary>Every limit of a node's routing, with its reason.</summary>
public static class Limits
{
    /// <summary>Prefixes of a section: a location that announces more is a transit network.</summary>
    public const int PrefixesMax = 256;

    /// <summary>Neighbours of a section: a large exchange has some hundreds of them.</summary>
    public const int PeersMax = 512;

    /// <summary>Anycast addresses of a section: each is one of the loopback interface.</summary>
    public const int AddressesMax = 1024;

    /// <summary>Host routes to drop and flow specifications: upstreams accept a few hundred.</summary>
    public const int RulesMax = 1024;

    /// <summary>The own AS number is prepended so often at most: longer paths are filtered.</summary>
    public const int PrependMax = 10;

    /// <summary>Characters of a path of a Unix socket, of which Linux takes 108 with the end.</summary>
    public const int SocketPathBytesMax = 107;

    /// <summary>Checks in a row that have to fail until the own service is dead: one may be a lost packet.</summary>
    public const int FailuresMax = 2;

    /// <summary>Between checks of the own service. Two that fail are 400 ms.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one check may take: the service is on the same machine.</summary>
    public static readonly TimeSpan CheckTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Between signs of life to the keeper of BIRD.</summary>
    public static readonly TimeSpan BeatInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Silence that kills BIRD: three beats and a pause of the runtime. A node that is gone must not go on
    /// announcing for longer than a second.</summary>
    public static readonly TimeSpan BeatSilence = TimeSpan.FromMilliseconds(800);

    /// <summary>A loop that does not come round within this time is stuck: its node gives no more signs of life. Longer
    /// than all commands of one round may take.</summary>
    public static readonly TimeSpan LoopSilence = TimeSpan.FromSeconds(8);

    /// <summary>How long BIRD may take to answer a command: it answers within milliseconds, but after a stopped process
    /// nothing else tells.</summary>
    public static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long BIRD may take from its start to its first answer.</summary>
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Between decisions where nothing happened: verdicts and failed checks are decided on at once.</summary>
    public static readonly TimeSpan DecideInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Between looks at sessions and routes.</summary>
    public static readonly TimeSpan ObserveInterval = TimeSpan.FromSeconds(1);

    /// <summary>Between looks whether the addresses are still there.</summary>
    public static readonly TimeSpan AddressInterval = TimeSpan.FromSeconds(10);

    /// <summary>Between looks for a BIRD that was missing.</summary>
    public static readonly TimeSpan OffInterval = TimeSpan.FromSeconds(30);

    /// <summary>The first wait before BIRD is started again, doubled each time.</summary>
    public static readonly TimeSpan RestartFirst = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest one.</summary>
    public static readonly TimeSpan RestartLongest = TimeSpan.FromSeconds(30);

    /// <summary>A BIRD that ran so long begins its waits anew.</summary>
    public static readonly TimeSpan ProvenAfter = TimeSpan.FromSeconds(60);

    /// <summary>BIRD undoes a change by itself that was not confirmed by then: the node may have lost its way to
    /// it.</summary>
    public static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a changed session may take to come back before the change is undone. Shorter than
    /// <see cref="ConfirmTimeout"/>; longer than a neighbour's wait before it connects again.</summary>
    public static readonly TimeSpan VerifyTimeout = TimeSpan.FromSeconds(12);

    /// <summary>From the last withdrawal to the end of sessions: the updates are on their way.</summary>
    public static readonly TimeSpan WithdrawnBeforeEnd = TimeSpan.FromMilliseconds(500);
}
