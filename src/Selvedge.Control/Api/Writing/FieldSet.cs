using System.Text.Json.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Api.Writing;

/// <summary>A set of paths in a document, as Kubernetes' <c>fieldsV1</c> writes it: <c>f:</c> a member, <c>k:</c> an
/// entry of a list by its keys, <c>v:</c> an entry of a set, <c>.</c> the value itself. Mutable.</summary>
internal sealed class FieldSet
{
    private const string Self = ".";

    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether the path that ends here is in the set.</summary>
    public bool HasSelf { get; set; }

    /// <summary>What is below, by step.</summary>
    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    /// <summary>Whether no path is in the set.</summary>
    public bool IsEmpty => !HasSelf && _children.Count == 0;

    /// <summary>Just the path that ends here.</summary>
    public static FieldSet Leaf() => new() { HasSelf = true };

    /// <summary>The subset below a step; empty where there is none.</summary>
    public FieldSet Below(string step) => _children.TryGetValue(step, out var below) ? below : new FieldSet();

    /// <summary>Puts a subset below a step; an empty one is left out.</summary>
    public void Add(string step, FieldSet below)
    {
        if (!below.IsEmpty)
        {
            _children[step] = below;
        }
    }

    /// <summary>Takes out a step with all below it.</summary>
    public void Remove(params ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            _children.Remove(path[0]);
        }
        else if (_children.TryGetValue(path[0], out var below))
        {
            below.Remove(path[1..]);
            if (below.IsEmpty)
            {
                _children.Remove(path[0]);
            }
        }
    }

    /// <summary>Keeps only one step.</summary>
    public void KeepOnly(string step)
    {
        HasSelf = false;
        foreach (var other in _children.Keys.Where(key => key != step).ToList())
        {
            _children.Remove(other);
        }
    }

    /// <summary>Every path of either.</summary>
    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { HasSelf = HasSelf || other.HasSelf };
        foreach (var (step, below) in _children)
        {
            result.Add(step, other._children.TryGetValue(step, out var theirs) ? below.Union(theirs) : below);
        }

        foreach (var (step, below) in other._children.Where(child => !_children.ContainsKey(child.Key)))
        {
            result.Add(step, below);
        }

        return result;
    }

    /// <summary>Every path of this that is not in the other.</summary>
    public FieldSet Without(FieldSet other)
    {
        var result = new FieldSet { HasSelf = HasSelf && !other.HasSelf };
        foreach (var (step, below) in _children)
        {
            result.Add(step, other._children.TryGetValue(step, out var theirs) ? below.Without(theirs) : below);
        }

        return result;
    }

    /// <summary>Every path that is in both.</summary>
    public FieldSet Both(FieldSet other)
    {
        var result = new FieldSet { HasSelf = HasSelf && other.HasSelf };
        foreach (var (step, below) in _children)
        {
            if (other._children.TryGetValue(step, out var theirs))
            {
                result.Add(step, below.Both(theirs));
            }
        }

        return result;
    }

    /// <summary>The paths as people read them: <c>.spec.records[name="a",type="A"].ttl</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (HasSelf)
        {
            yield return prefix;
        }

        foreach (var (step, below) in _children)
        {
            foreach (var path in below.Paths(prefix + Readable(step)))
            {
                yield return path;
            }
        }
    }

    /// <summary>The form of <c>fieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (HasSelf && _children.Count > 0)
        {
            json[Self] = new JsonObject();
        }

        foreach (var (step, below) in _children)
        {
            json[step] = below.ToJson();
        }

        return json;
    }

    /// <summary>Reads <c>fieldsV1</c>; null where it is none.</summary>
    public static FieldSet? Parse(JsonNode? json, int depth = 0)
    {
        if (json is not JsonObject members || depth > CoreJson.DepthMax)
        {
            return null;
        }

        var set = new FieldSet { HasSelf = members.Count == 0 && depth > 0 };
        foreach (var (step, value) in members)
        {
            if (step == Self)
            {
                set.HasSelf = true;
                continue;
            }

            if (step.Length < 2 || step[1] != ':' || Parse(value, depth + 1) is not { } below)
            {
                return null;
            }

            set.Add(step, below);
        }

        return set;
    }

    private static string Readable(string step)
    {
        if (step.StartsWith("f:", StringComparison.Ordinal))
        {
            return "." + step[2..];
        }

        if (step.StartsWith("k:", StringComparison.Ordinal)
            && Reading.JsonText.TryRead(System.Text.Encoding.UTF8.GetBytes(step[2..]), out var keys, out _)
            && keys is JsonObject members)
        {
            return $"[{string.Join(",", members.Select(key => $"{key.Key}={key.Value?.ToJsonString()}"))}]";
        }

        return $"[={step[2..]}]";
    }
}
