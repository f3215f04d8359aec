namespace Selvedge.Console.Model;

/// <summary>A block of addresses that the network holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Block">CIDR.</param>
/// <param name="Registry">Who gave it; may be empty.</param>
/// <param name="Description">For people; may be empty.</param>
/// <param name="Prefixes">Cut from it.</param>
/// <param name="Used">Of its addresses, in percent; 0 to 100.</param>
/// <param name="LargestFree">As a prefix; empty: it is full, or nothing is known.</param>
internal sealed record AggregateView(
    string Name, string Block, string Registry, string Description, long Prefixes, double Used, string LargestFree);
