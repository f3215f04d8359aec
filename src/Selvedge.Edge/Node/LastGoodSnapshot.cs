using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>A snapshot as it is kept on disk.</summary>
/// <param name="Manifest">The manifest followed.</param>
/// <param name="Kept">The sections in force, which may differ from the manifest's where those were refused.</param>
/// <param name="Refusals">Why.</param>
internal sealed record LastGoodSnapshot(
    Manifest Manifest, ImmutableArray<LastGoodSection> Kept, ImmutableArray<SectionRefusal> Refusals)
{
    public static byte[] Write(AssembledSnapshot assembled) => CoreJson.Write(new LastGoodSnapshot(
        assembled.Manifest,
        [.. assembled.Contents.Values.Select(content => new LastGoodSection(content.Entry, content.Bytes.ToArray()))],
        assembled.Refusals));

    public static bool TryRead(
        string location,
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out AssembledSnapshot? assembled,
        out string reason)
    {
        assembled = null;
        if (!CoreJson.TryRead<LastGoodSnapshot>(bytes, out var file, out reason))
        {
            return false;
        }

        if (file.Kept.IsDefault || file.Refusals.IsDefault || file.Kept.Any(section => section is null))
        {
            reason = "A list is missing.";
            return false;
        }

        // What is in force is read as a manifest of its own, so that the same checks hold as for the bus.
        var inForce = file.Manifest with { Sections = [.. file.Kept.Select(section => section.Entry)] };
        var sections = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var section in file.Kept)
        {
            sections[section.Entry.Key] = section.Bytes;
        }

        if (SnapshotAssembler.Assemble(location, inForce, sections, null, out var read, out reason)
            != AssemblyOutcome.Assembled)
        {
            return false;
        }

        assembled = read! with { Manifest = file.Manifest, Refusals = [.. file.Refusals, .. read.Refusals] };
        return true;
    }
}
