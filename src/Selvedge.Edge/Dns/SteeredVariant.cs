namespace Selvedge.Edge.Dns;

/// <summary>One order of a steered answer, rendered with a pointer to the question as the owner.</summary>
/// <param name="IPv4">The A records.</param>
/// <param name="IPv4Count">How many.</param>
/// <param name="IPv6">The AAAA records.</param>
/// <param name="IPv6Count">How many.</param>
internal readonly record struct SteeredVariant(byte[] IPv4, int IPv4Count, byte[] IPv6, int IPv6Count)
{
    /// <summary>Whether there is no address at all.</summary>
    internal bool IsEmpty => IPv4Count == 0 && IPv6Count == 0;
}
