namespace Selvedge.Core.Placement;

/// <summary>What a <c>location-optimizer</c> ConfigMap asks for. The law's part, <see
/// cref="PlacementConstraints.Compliance"/>, is not the ConfigMap's to say: whoever plans adds it.</summary>
/// <param name="Policy">How places follow demand.</param>
/// <param name="Constraints">What every plan holds.</param>
public sealed record LocationStrategy(PlacementPolicy Policy, PlacementConstraints Constraints);
