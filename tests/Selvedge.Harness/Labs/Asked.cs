using System.Text.Json.Serialization;

namespace Selvedge.Harness.Labs;

/// <summary>What a user came to.</summary>
/// <param name="Total">Requests.</param>
/// <param name="Served">Those that were answered.</param>
/// <param name="Median">How long the middle one took, in milliseconds.</param>
public sealed record Asked([property: JsonPropertyName("asked")] int Total, int Served, double Median);
