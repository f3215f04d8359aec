namespace Selvedge.Core.Scaling.Vertical;

/// <summary>A recommendation for one resource, in its unit.</summary>
/// <param name="Lower">Less is too little with confidence; a young history makes it small.</param>
/// <param name="Target">What to request.</param>
/// <param name="Upper">More is wasted with confidence; a young history makes it large.</param>
public sealed record ResourceBounds(double Lower, double Target, double Upper);
