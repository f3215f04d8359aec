namespace Selvedge.Edge.Dns;

/// <summary>A site's answer to the clients of one region, at one verdict epoch. Immutable.</summary>
/// <param name="Site">The site's number in the table.</param>
/// <param name="Region">The clients' region.</param>
/// <param name="Variants">One; or the orders that a chain with <c>shuffle</c> takes turns in.</param>
internal sealed record SteeredAnswer(int Site, int Region, SteeredVariant[] Variants);
