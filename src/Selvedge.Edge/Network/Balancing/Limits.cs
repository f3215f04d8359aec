namespace Selvedge.Edge.Network.Balancing;

/// <summary>Every limit of a node's balancing, with its reason.</summary>
public static class Limits
{
    /// <summary>Virtual addresses of a location: each has a map of 65,537 slots, some 5 MB of the kernel.</summary>
    public const int ServicesMax = 64;

    /// <summary>Ports of a virtual address, each an element of a set.</summary>
    public const int PortsMax = 64;

    /// <summary>Characters of a service's name: the kernel's names have ours in front of it.</summary>
    public const int NameCharsMax = 63;

    /// <summary>Flows of a virtual address that are remembered, some 100 bytes each. Beyond, as under a flood, flows go
    /// by the table alone: no packet is lost, but a drain breaks those.</summary>
    public const int FlowsMax = 262_144;

    /// <summary>Backends that a map has room for: those of a table, and as many that just left it.</summary>
    public const int NumbersMax = 2048;

    /// <summary>What is looked at of a program's error stream, of which one sentence is reported.</summary>
    public const int ErrorBytesMax = 4096;

    /// <summary>How long nft may take: a whole table takes half a second, on a busy machine some of them.</summary>
    public static readonly TimeSpan NftTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long ip may take, which only asks the kernel.</summary>
    public static readonly TimeSpan IpTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Between looks at neighbours, addresses of lo and counters; verdicts and sections wake at once.
    /// </summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>Between tries where balancing does not work.</summary>
    public static readonly TimeSpan OffInterval = TimeSpan.FromSeconds(10);

    /// <summary>Between questions by which interface backends are reached, one for each: routes of a segment hardly
    /// ever change.</summary>
    public static readonly TimeSpan WayInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long a neighbour that was just asked for may take to answer.</summary>
    public static readonly TimeSpan NeighbourWait = TimeSpan.FromMilliseconds(300);
}
