using Selvedge.Core.Resources;

namespace Selvedge.Console.Model;

/// <summary>A location.</summary>
/// <param name="Name">Its name.</param>
/// <param name="City">For people; may be empty.</param>
/// <param name="Country">ISO 3166-1 alpha-2; may be empty.</param>
/// <param name="Coordinates">Where on Earth; null where the document does not say.</param>
/// <param name="Drained">Taken out of service by an operator.</param>
/// <param name="DrainReason">Why; may be empty.</param>
internal sealed record LocationView(
    string Name, string City, string Country, Coordinates? Coordinates, bool Drained, string DrainReason);
