namespace Selvedge.Bench.Network;

/// <summary>What a <see cref="PopHost"/> begins with.</summary>
/// <param name="Location">Of its node, whose name is the same.</param>
/// <param name="State">The folder of its state.</param>
/// <param name="Check">Where its own service is asked, <c>address:port</c>.</param>
/// <param name="DrainFor">How long it drains.</param>
/// <param name="StopDrainFor">The same when it stops.</param>
/// <param name="ReturnAfter">How long a withdrawn prefix stays away.</param>
internal sealed record PopOptions(
    string Location, string State, string Check, TimeSpan DrainFor, TimeSpan StopDrainFor, TimeSpan ReturnAfter)
{
    /// <summary>The BIRD that it runs.</summary>
    public string Bird { get; init; } = "bird";
}
