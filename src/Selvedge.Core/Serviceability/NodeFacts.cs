namespace Selvedge.Core.Serviceability;

/// <summary>What documents say of one node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Drained">Whether it is taken out of service.</param>
public sealed record NodeFacts(string Name, bool Drained);
