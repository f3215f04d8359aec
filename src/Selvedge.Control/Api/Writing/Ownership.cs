using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>The paths of documents by their schema: which there are, which differ, which go.</summary>
internal static class Ownership
{
    /// <summary>Every path of a value that can have an owner.</summary>
    public static FieldSet Of(Schema? schema, JsonNode? value)
    {
        var set = new FieldSet();
        switch (value)
        {
            case JsonObject { Count: > 0 } members when IsGranular(schema):
                foreach (var (name, member) in members)
                {
                    set.Add($"f:{name}", Of(Below(schema, name), member));
                }

                return set;
            case JsonArray { Count: > 0 } items when IsKeyed(schema):
                foreach (var item in items)
                {
                    if (Step(schema!, item) is { } step)
                    {
                        var below = schema!.ListKind == ListKind.Map ? Of(schema.Items, item) : FieldSet.Leaf();
                        below.HasSelf = true;
                        set.Add(step, below);
                    }
                }

                return set;
            default:
                return FieldSet.Leaf();
        }
    }

    /// <summary>The paths that a change sets: added, or of another value.</summary>
    public static FieldSet Changed(Schema? schema, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject { Count: > 0 } old && after is JsonObject { Count: > 0 } young && IsGranular(schema))
        {
            var set = new FieldSet();
            foreach (var (name, value) in young)
            {
                set.Add($"f:{name}", old.TryGetPropertyValue(name, out var was)
                    ? Changed(Below(schema, name), was, value)
                    : Of(Below(schema, name), value));
            }

            return set;
        }

        if (before is JsonArray { Count: > 0 } olds && after is JsonArray { Count: > 0 } youngs && IsKeyed(schema))
        {
            var set = new FieldSet();
            var known = olds.Where(item => Step(schema!, item) is not null)
                .GroupBy(item => Step(schema!, item)!, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            var all = Of(schema, youngs);
            foreach (var item in youngs)
            {
                if (Step(schema!, item) is { } step)
                {
                    set.Add(step, !known.TryGetValue(step, out var was) ? all.Children[step]
                        : schema!.ListKind == ListKind.Map ? Changed(schema.Items, was, item)
                        : new FieldSet());
                }
            }

            return set;
        }

        return JsonNode.DeepEquals(before, after) ? new FieldSet() : Of(schema, after);
    }

    /// <summary>The live value with the applied one laid over it; neither is changed.</summary>
    public static JsonNode? Merge(Schema? schema, JsonNode? live, JsonNode? applied)
    {
        if (live is JsonObject members && applied is JsonObject changes && IsGranular(schema))
        {
            var result = members.DeepClone().AsObject();
            foreach (var (name, value) in changes)
            {
                result[name] = Merge(Below(schema, name), result[name], value);
            }

            return result;
        }

        if (live is JsonArray items && applied is JsonArray changed && IsKeyed(schema))
        {
            var result = items.DeepClone().AsArray();
            foreach (var item in changed)
            {
                var step = Step(schema!, item);
                var index = step is null ? -1 : result.Select(known => Step(schema!, known)).ToList().IndexOf(step);
                if (index < 0)
                {
                    result.Add(item?.DeepClone());
                }
                else if (schema!.ListKind == ListKind.Map)
                {
                    result[index] = Merge(schema.Items, result[index], item);
                }
            }

            return result;
        }

        return applied?.DeepClone();
    }

    /// <summary>Takes the paths of a set out of a value; what became empty by that goes too, unless it is
    /// kept.</summary>
    /// <param name="schema">The value's, null where it has none.</param>
    /// <param name="value">Is changed in place.</param>
    /// <param name="paths">What goes.</param>
    /// <param name="kept">What somebody wants: an emptied list or object that is wanted as such stays, empty.</param>
    /// <returns>False: nothing is left of it.</returns>
    public static bool Prune(Schema? schema, JsonNode? value, FieldSet paths, FieldSet kept)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members when IsGranular(schema) && paths.Children.Count > 0:
                foreach (var (step, below) in paths.Children.Where(child => child.Key[0] == 'f'))
                {
                    var name = step[2..];
                    if (members.TryGetPropertyValue(name, out var member)
                        && !Prune(Below(schema, name), member, below, kept.Below(step)))
                    {
                        members.Remove(name);
                    }
                }

                return members.Count > 0 || kept.HasSelf;
            case JsonArray { Count: > 0 } items when IsKeyed(schema) && paths.Children.Count > 0:
                for (var index = items.Count - 1; index >= 0; index--)
                {
                    if (Step(schema!, items[index]) is { } step && paths.Children.TryGetValue(step, out var below)
                        && !PruneEntry(schema!, items[index], below, kept.Below(step)))
                    {
                        items.RemoveAt(index);
                    }
                }

                return items.Count > 0 || kept.HasSelf;
            default:
                return !paths.HasSelf || !kept.IsEmpty;
        }
    }

    // An entry of which somebody keeps a member keeps its keys too: without them it would be another entry.
    private static bool PruneEntry(Schema list, JsonNode? entry, FieldSet paths, FieldSet kept)
    {
        if (kept.IsEmpty)
        {
            return !paths.HasSelf && Prune(list.Items, entry, paths, kept);
        }

        foreach (var key in list.Keys)
        {
            paths.Remove($"f:{key}");
        }

        Prune(list.Items, entry, paths, kept);
        return true;
    }

    private static bool IsGranular(Schema? schema) => schema?.Type is SchemaType.Fields or SchemaType.Map;

    private static bool IsKeyed(Schema? schema) =>
        schema is { Type: SchemaType.List, ListKind: ListKind.Set or ListKind.Map };

    private static Schema? Below(Schema? schema, string name) =>
        schema?.Type == SchemaType.Map ? schema.Items : schema?.Member(name);

    private static string? Step(Schema schema, JsonNode? item) => ListIdentity.Of(schema, item) is { } identity
        ? (schema.ListKind == ListKind.Set ? "v:" : "k:") + identity
        : null;
}
