namespace Selvedge.Core.Resources;

/// <summary>Bidirectional forwarding detection with a <see cref="BgpPeer"/>.</summary>
public sealed record BgpPeerBfd
{
    /// <summary>Between packets, either way; 10 ms to 60 s. The default is 100 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>So many missed in a row are a dead path; 2 to 255. The default is 3.</summary>
    public int Multiplier { get; init; } = 3;
}
