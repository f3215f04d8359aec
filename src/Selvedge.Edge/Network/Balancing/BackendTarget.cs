namespace Selvedge.Edge.Network.Balancing;

/// <summary>Where a balancer sends the packets of a backend.</summary>
/// <param name="Link">Through which interface.</param>
/// <param name="Value">To which hardware address, or, where addresses are translated, to which address; as nft has it
/// in a map.</param>
internal sealed record BackendTarget(string Link, string Value);
