namespace Selvedge.Core.Snapshots;

/// <summary>Bidirectional forwarding detection (RFC 5880, section 6.8).</summary>
/// <param name="Interval">Between packets, either way; 10 ms to 60 s.</param>
/// <param name="Multiplier">So many missed in a row are a dead path; 2 to 255.</param>
public sealed record BfdTimers(TimeSpan Interval, int Multiplier);
