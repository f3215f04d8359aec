using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>A section as it is kept on disk.</summary>
/// <param name="Entry">Key, kind and hash.</param>
/// <param name="Bytes">Base64 in JSON.</param>
internal sealed record LastGoodSection(SectionEntry Entry, byte[] Bytes);
