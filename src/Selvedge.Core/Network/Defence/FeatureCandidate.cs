using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>One feature that a filter may ask for.</summary>
/// <param name="Fits">Whether a packet has it.</param>
/// <param name="Add">Writes it into a filter.</param>
internal sealed record FeatureCandidate(Func<PacketFeatures, bool> Fits, Func<FlowFilter, FlowFilter> Add);
