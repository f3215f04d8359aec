namespace Selvedge.Fabric.Identity;

/// <summary>Fills a span with unpredictable bytes: <c>RandomNumberGenerator.Fill</c>, but in tests a known sequence.
/// </summary>
public delegate void RandomBytes(Span<byte> destination);
