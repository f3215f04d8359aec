using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Snapshots;

/// <summary>Puts a location's snapshot together from a manifest and the bytes of its sections. Pure; never throws on
/// any input; the result is whole or nothing.</summary>
public static class SnapshotAssembler
{
    /// <summary>The key under which a refusal of the whole manifest is reported.</summary>
    public const string ManifestKey = "manifest";

    /// <summary>The sections whose bytes <paramref name="last"/> does not already hold.</summary>
    public static IEnumerable<SectionEntry> Wanted(Manifest manifest, AssembledSnapshot? last) =>
        manifest.Sections.Where(entry => !Holds(last, entry));

    /// <summary>Follows a manifest.</summary>
    /// <param name="location">Whose snapshot is wanted; a manifest of another location is unusable.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="sections">By key. Bytes that do not have the manifest's hash are refused, so offer such bytes only
    /// once it is certain that no better ones will come.</param>
    /// <param name="last">What is in force; null at first. Sections with an unchanged hash are taken from it, and those
    /// that cannot be used keep the content that they have in it.</param>
    /// <param name="assembled">The snapshot, for <see cref="AssemblyOutcome.Assembled"/>; else null.</param>
    /// <param name="reason">One sentence, unless assembled.</param>
    public static AssemblyOutcome Assemble(
        string location,
        Manifest manifest,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> sections,
        AssembledSnapshot? last,
        out AssembledSnapshot? assembled,
        out string reason)
    {
        assembled = null;
        if (!IsSound(location, manifest, out reason))
        {
            return AssemblyOutcome.Unusable;
        }

        if (last is not null && !IsNews(manifest, last.Manifest))
        {
            reason = $"Epoch {manifest.Epoch} is not newer than {last.Manifest.Epoch}, which is in force.";
            return AssemblyOutcome.NotNewer;
        }

        if (Wanted(manifest, last).FirstOrDefault(entry => !sections.ContainsKey(entry.Key)) is { } absent)
        {
            reason = $"Section {absent.Key} has not arrived.";
            return AssemblyOutcome.Incomplete;
        }

        var contents = new List<SectionContent>(manifest.Sections.Length);
        var refusals = new List<SectionRefusal>();
        foreach (var entry in manifest.Sections)
        {
            if (Holds(last, entry))
            {
                contents.Add(last!.Contents[entry.Key]);
            }
            else if (TryRead(entry, sections[entry.Key], out var content, out var why))
            {
                contents.Add(content);
            }
            else
            {
                refusals.Add(new SectionRefusal(entry.Key, entry.Hash, why));
                if (last?.Contents.TryGetValue(entry.Key, out var good) == true && good.Entry.Kind == entry.Kind)
                {
                    contents.Add(good);
                }
            }
        }

        assembled = Build(manifest, contents, refusals);
        reason = assembled is null ? "There is no usable network section." : "";
        return assembled is null ? AssemblyOutcome.Unusable : AssemblyOutcome.Assembled;
    }

    /// <summary>Puts sections that a consumer refused back to their last good content; one that has none, or whose last
    /// good content is what was refused, is left out. So asking again always ends.</summary>
    /// <returns>Null where nothing usable is left.</returns>
    public static AssembledSnapshot? PutBack(
        AssembledSnapshot next, IEnumerable<SectionRefusal> refused, AssembledSnapshot? last)
    {
        var contents = next.Contents;
        var refusals = next.Refusals.ToList();
        foreach (var refusal in refused)
        {
            if (!contents.TryGetValue(refusal.Key, out var bad))
            {
                continue;
            }

            contents = last?.Contents.TryGetValue(refusal.Key, out var good) == true && good.Entry != bad.Entry
                && good.Entry.Kind == bad.Entry.Kind
                ? contents.SetItem(refusal.Key, good)
                : contents.Remove(refusal.Key);
            if (!refusals.Exists(known => known.Key == refusal.Key))
            {
                refusals.Add(refusal);
            }
        }

        return Build(next.Manifest, contents.Values, refusals);
    }

    private static bool Holds(AssembledSnapshot? last, SectionEntry entry) =>
        last?.Contents.TryGetValue(entry.Key, out var content) == true && content.Entry == entry;

    // The same epoch with other sections is news: a newer control plane may compile the same documents otherwise.
    private static bool IsNews(Manifest manifest, Manifest last) =>
        manifest.Lineage != last.Lineage || manifest.Epoch > last.Epoch
        || (manifest.Epoch == last.Epoch && !manifest.Sections.SequenceEqual(last.Sections));

    private static bool IsSound(string location, Manifest manifest, out string reason)
    {
        reason = "";
        if (manifest.Location != location)
        {
            reason = "The manifest is another location's.";
        }
        else if (manifest.Sections.IsDefault || manifest.Sections.Any(entry => entry is null))
        {
            reason = "The manifest has no list of sections.";
        }
        else if (manifest.Sections.Any(entry => !SectionEntry.IsKey(entry.Key) || entry.Key == ManifestKey))
        {
            reason = "A section's key is not a key.";
        }
        else if (manifest.Sections.DistinctBy(entry => entry.Key, StringComparer.Ordinal).Count()
            != manifest.Sections.Length)
        {
            reason = "The manifest names a key twice.";
        }

        return reason.Length == 0;
    }

    private static bool TryRead(
        SectionEntry entry,
        ReadOnlyMemory<byte> bytes,
        [NotNullWhen(true)] out SectionContent? content,
        out string reason)
    {
        content = null;
        if (SectionEntry.HashOf(bytes.Span) != entry.Hash)
        {
            reason = "The bytes do not have the hash that the manifest names.";
            return false;
        }

        object? value = null;
        reason = "The kind is unknown.";
        var read = entry.Kind switch
        {
            SectionKind.Network => TryRead<NetworkSection>(bytes, out value, out reason),
            SectionKind.Zone => TryRead<ZoneSection>(bytes, out value, out reason),
            SectionKind.Names => TryRead<NamesSection>(bytes, out value, out reason),
            SectionKind.Site => TryRead<SiteSection>(bytes, out value, out reason),
            SectionKind.Certificate => TryRead<CertificateSection>(bytes, out value, out reason),
            SectionKind.Challenges => TryRead<ChallengesSection>(bytes, out value, out reason),
            SectionKind.Service => TryRead<ServiceSection>(bytes, out value, out reason),
            SectionKind.Pod => TryRead<PodSection>(bytes, out value, out reason),
            SectionKind.Routing => TryRead<RoutingSection>(bytes, out value, out reason),
            SectionKind.Balancer => TryRead<BalancerSection>(bytes, out value, out reason),
            SectionKind.Defence => TryRead<DefenceSection>(bytes, out value, out reason),
            _ => false,
        };
        content = read ? new SectionContent(entry, bytes, value!) : null;
        return read;
    }

    private static bool TryRead<T>(ReadOnlyMemory<byte> bytes, out object? value, out string reason)
    {
        var read = CoreJson.TryRead<T>(bytes.Span, out var typed, out reason);
        value = typed;
        return read;
    }

    private static AssembledSnapshot? Build(
        Manifest manifest, IEnumerable<SectionContent> contents, List<SectionRefusal> refusals)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, SectionContent>(StringComparer.Ordinal);
        var parts = new SnapshotParts();
        foreach (var content in contents)
        {
            if (parts.TryAdd(content.Value))
            {
                kept.Add(content.Entry.Key, content);
            }
            else if (!refusals.Exists(known => known.Key == content.Entry.Key))
            {
                refusals.Add(new SectionRefusal(
                    content.Entry.Key, content.Entry.Hash, "Another section already describes the same thing."));
            }
        }

        var snapshot = parts.Build(manifest.Location, manifest.Epoch);
        return snapshot is null
            ? null
            : new AssembledSnapshot(
                manifest,
                snapshot,
                kept.ToImmutable(),
                [.. refusals.OrderBy(refusal => refusal.Key, StringComparer.Ordinal)]);
    }
}
