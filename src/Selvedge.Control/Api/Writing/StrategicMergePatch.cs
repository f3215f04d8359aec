using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>Kubernetes' strategic merge patch: a merge patch that knows which lists are sets and maps, and the
/// directives <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and <c>$setElementOrder</c>.</summary>
internal static class StrategicMergePatch
{
    private const string DeleteFrom = "$deleteFromPrimitiveList/";

    /// <summary>The target with the patch applied; neither is changed.</summary>
    public static JsonNode? Apply(Schema? schema, JsonNode? target, JsonNode? patch) => patch switch
    {
        JsonObject changes => Members(schema, target as JsonObject, changes),
        JsonArray changes when schema?.ListKind == ListKind.Map => Named(schema, target as JsonArray, changes),
        JsonArray changes when schema?.ListKind == ListKind.Set => Union(target as JsonArray, changes),
        _ => patch?.DeepClone(),
    };

    private static JsonObject? Members(Schema? schema, JsonObject? target, JsonObject changes)
    {
        var directive = JsonRead.Text(changes, "$patch");
        if (directive == "delete")
        {
            return null;
        }

        var result = directive == "replace" || target is null ? [] : target.DeepClone().AsObject();
        if (changes["$retainKeys"] is JsonArray)
        {
            var kept = JsonRead.Texts(changes, "$retainKeys").Select(entry => entry.Text)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var name in result.Select(member => member.Key).Where(name => !kept.Contains(name)).ToList())
            {
                result.Remove(name);
            }
        }

        foreach (var (name, value) in changes)
        {
            if (name.StartsWith(DeleteFrom, StringComparison.Ordinal))
            {
                Remove(result[name[DeleteFrom.Length..]] as JsonArray, value as JsonArray ?? []);
            }
            else if (name[..Math.Min(1, name.Length)] != "$")
            {
                var member = schema?.Type == SchemaType.Map ? schema.Items : schema?.Member(name);
                var next = value is null ? null : Apply(member, result[name], value);
                if (next is null)
                {
                    result.Remove(name);
                }
                else
                {
                    result[name] = next;
                }
            }
        }

        return result;
    }

    private static JsonArray Named(Schema schema, JsonArray? target, JsonArray changes)
    {
        var replaces = changes.Any(change => JsonRead.Text(change, "$patch") == "replace");
        var result = replaces || target is null ? [] : target.DeepClone().AsArray();
        foreach (var change in changes)
        {
            if (JsonRead.Text(change, "$patch") == "replace" && change is JsonObject { Count: 1 })
            {
                continue;
            }

            var identity = ListIdentity.Of(schema, change);
            var index = identity is null ? -1 : result.Select(item => ListIdentity.Of(schema, item)).ToList()
                .IndexOf(identity);
            var next = Apply(schema.Items, index < 0 ? null : result[index], change);
            if (index >= 0)
            {
                result.RemoveAt(index);
            }

            if (next is not null)
            {
                result.Insert(index < 0 ? result.Count : index, next);
            }
        }

        return result;
    }

    private static JsonArray Union(JsonArray? target, JsonArray changes)
    {
        var result = target is null ? [] : target.DeepClone().AsArray();
        foreach (var change in changes)
        {
            if (!result.Any(item => JsonNode.DeepEquals(item, change)))
            {
                result.Add(change?.DeepClone());
            }
        }

        return result;
    }

    private static void Remove(JsonArray? target, JsonArray values)
    {
        for (var index = (target?.Count ?? 0) - 1; index >= 0; index--)
        {
            if (values.Any(value => JsonNode.DeepEquals(value, target![index])))
            {
                target!.RemoveAt(index);
            }
        }
    }
}
