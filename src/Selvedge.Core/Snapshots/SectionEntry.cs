namespace Selvedge.Core.Snapshots;

/// <summary>One section of a <see cref="Manifest"/>.</summary>
/// <param name="Key">Kind and name as a key on the bus: <c>site.default.shop</c>, <c>zone.selvedge_test</c>.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Hash">SHA-256 of the section's bytes, lower-case hexadecimal.</param>
public sealed record SectionEntry(string Key, SectionKind Kind, string Hash);
