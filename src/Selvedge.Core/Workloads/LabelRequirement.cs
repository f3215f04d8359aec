using System.Collections.Immutable;

namespace Selvedge.Core.Workloads;

/// <summary>One condition of a <see cref="LabelSelector"/>.</summary>
public sealed record LabelRequirement
{
    /// <summary>The label.</summary>
    public string Key { get; init; } = "";

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public string Operator { get; init; } = "";

    /// <summary>For <c>In</c> and <c>NotIn</c>.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>As queries write it.</summary>
    public string ToQuery() => Operator switch
    {
        "In" => $"{Key} in ({string.Join(',', Values)})",
        "NotIn" => $"{Key} notin ({string.Join(',', Values)})",
        "DoesNotExist" => $"!{Key}",
        _ => Key,
    };

    /// <summary>Whether labels fulfil it. A label that is not there is in no set (Kubernetes' meaning).</summary>
    public bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        var exists = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "In" => exists && Values.Contains(value!, StringComparer.Ordinal),
            "NotIn" => !exists || !Values.Contains(value!, StringComparer.Ordinal),
            "Exists" => exists,
            "DoesNotExist" => !exists,
            _ => false,
        };
    }
}
