using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>Keeps <c>metadata.managedFields</c> as Kubernetes does, and applies configurations by it.</summary>
/// <param name="kind">Whose schema tells fields apart.</param>
/// <param name="manager">Who writes.</param>
/// <param name="subresource"><c>status</c> or empty.</param>
/// <param name="time">The moment of the write, as RFC 3339.</param>
internal sealed class FieldManagers(ResourceKind kind, string manager, string subresource, string time)
{
    private const string LastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] ServerOwned =
    [
        "name", "namespace", "generateName", "uid", "selfLink", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields",
    ];

    /// <summary>Records in a document what an ordinary write changed.</summary>
    /// <param name="live">Before; null: a new document.</param>
    /// <param name="next">After; its managedFields are written.</param>
    public void Update(JsonObject? live, JsonObject next)
    {
        var entries = Entries(live, next);
        var removed = Owned(live).Without(Owned(next));
        var changed = Strip(Ownership.Changed(kind.Schema, live, next));
        var touched = changed.Union(removed);
        var mine = new FieldSet();
        var since = time;
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = entries[index];
            if (entry.IsOf(manager, "Update", subresource))
            {
                mine = entry.Fields.Without(removed);
                since = touched.IsEmpty ? entry.Time : time;
                entries.RemoveAt(index);
            }
            else
            {
                entries[index] = entry with { Fields = entry.Fields.Without(touched) };
            }
        }

        Write(next, entries, new ManagedEntry(
            manager, "Update", kind.ApiVersion, subresource, since, mine.Union(changed)));
    }

    /// <summary>Applies a configuration.</summary>
    /// <param name="live">The document as it is; null: there is none.</param>
    /// <param name="applied">What the writer wants, and all that it wants.</param>
    /// <param name="force">Take fields from other writers.</param>
    /// <returns>The document, or the fields that others own.</returns>
    public (JsonObject? Next, ImmutableArray<(string Manager, string ApiVersion, string Field)> Conflicts) Apply(
        JsonObject? live, JsonObject applied, bool force)
    {
        var entries = Entries(live, null);
        var wanted = Owned(applied);
        var next = Ownership.Merge(kind.Schema, live, applied)!.AsObject();
        var changed = Strip(Ownership.Changed(kind.Schema, live, next));
        var conflicts = ImmutableArray.CreateBuilder<(string, string, string)>();
        var yielding = LastApplied(live);
        var before = new FieldSet();
        var others = new FieldSet();
        var since = time;
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = entries[index];
            if (entry.IsOf(manager, "Apply", subresource))
            {
                before = entry.Fields;
                entries.RemoveAt(index);
                since = entry.Time;
                continue;
            }

            var clash = entry.Fields.Both(changed);
            conflicts.AddRange(clash.Without(yielding).Paths().Select(path => (entry.Manager, entry.ApiVersion, path)));
            entries[index] = entry with { Fields = entry.Fields.Without(clash) };
            others = others.Union(entries[index].Fields);
        }

        if (conflicts.Count > 0 && !force)
        {
            return (null, [.. conflicts.OrderBy(conflict => conflict.Item1, StringComparer.Ordinal)
                .ThenBy(conflict => conflict.Item3, StringComparer.Ordinal)]);
        }

        var kept = wanted.Union(others);
        Ownership.Prune(kind.Schema, next, before.Without(kept), kept);
        var same = JsonNode.DeepEquals(before.ToJson(), wanted.ToJson()) && changed.IsEmpty;
        Write(next, entries, new ManagedEntry(
            manager, "Apply", kind.ApiVersion, subresource, same ? since : time, wanted));
        return (next, []);
    }

    // Whoever went from client-side to server-side apply owns what was applied last. As Kubernetes, for the manager
    // kubectl only.
    private FieldSet LastApplied(JsonObject? live) =>
        manager == "kubectl" && JsonRead.Text(live, "metadata", "annotations", LastAppliedAnnotation) is { } text
        && JsonText.TryRead(Encoding.UTF8.GetBytes(text), out var node, out _) && node is JsonObject last
            ? Owned(last)
            : new FieldSet();

    private FieldSet Owned(JsonObject? document) =>
        document is null ? new FieldSet() : Strip(Ownership.Of(kind.Schema, document));

    private FieldSet Strip(FieldSet set)
    {
        if (subresource.Length > 0)
        {
            set.KeepOnly($"f:{subresource}");
            return set;
        }

        set.Remove("f:apiVersion");
        set.Remove("f:kind");
        foreach (var name in ServerOwned)
        {
            set.Remove("f:metadata", $"f:{name}");
        }

        if (kind.HasStatus)
        {
            set.Remove("f:status");
        }

        set.HasSelf = false;
        return set;
    }

    // A write may carry managedFields of its own; an empty list forgets them all. As Kubernetes.
    private static List<ManagedEntry> Entries(JsonObject? live, JsonObject? next)
    {
        var sent = JsonRead.At(next, "metadata", "managedFields");
        var known = ManagedEntry.ParseAll(JsonRead.At(live, "metadata", "managedFields")) ?? [];
        if (sent is JsonArray list && (list.Count == 0 || list is [JsonObject { Count: 0 }]))
        {
            return [];
        }

        return ManagedEntry.ParseAll(sent) is { Count: > 0 } entries ? entries : known;
    }

    private static void Write(JsonObject next, List<ManagedEntry> entries, ManagedEntry mine)
    {
        entries.Add(mine);
        entries.RemoveAll(entry => entry.Fields.IsEmpty);
        while (entries.Count > Limits.ManagersMax)
        {
            var oldest = entries.OrderBy(entry => entry.Operation == "Apply")
                .ThenBy(entry => entry.Time, StringComparer.Ordinal).Take(2).ToList();
            entries.RemoveAll(oldest.Contains);
            entries.Add(oldest[1] with
            {
                Manager = "ancient-changes",
                Fields = oldest[0].Fields.Union(oldest[1].Fields),
            });
        }

        next["metadata"]!["managedFields"] = new JsonArray([.. entries
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())]);
    }
}
