using System.Collections.Immutable;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What one value of a document is. From this one description come validation, the documentation of defaults,
/// OpenAPI, pruning and the merge rules of server-side apply.</summary>
public sealed record Schema
{
    /// <summary>What kind of JSON value.</summary>
    public SchemaType Type { get; init; }

    /// <summary>For people; <c>kubectl explain</c> shows it. Never empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>For <see cref="SchemaType.Fields"/>: the members, in the order they are explained.</summary>
    public ImmutableArray<SchemaField> Members { get; init; } = [];

    /// <summary>For maps and lists: what each entry is.</summary>
    public Schema? Items { get; init; }

    /// <summary>What a missing value means, as JSON text. Null: nothing. Never written into stored documents.</summary>
    public string? Default { get; init; }

    /// <summary>For text: the only values. Empty: any.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>For text: its form.</summary>
    public TextFormat Format { get; init; }

    /// <summary>For text: a regular expression that the whole value matches. Empty: any.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>For numbers: the lowest value.</summary>
    public double? Minimum { get; init; }

    /// <summary>For numbers: the highest value.</summary>
    public double? Maximum { get; init; }

    /// <summary>For <see cref="TextFormat.Duration"/>: the shortest.</summary>
    public TimeSpan? Shortest { get; init; }

    /// <summary>For <see cref="TextFormat.Duration"/>: the longest.</summary>
    public TimeSpan? Longest { get; init; }

    /// <summary>For lists: the fewest entries.</summary>
    public int ItemsMin { get; init; }

    /// <summary>For lists and maps: the most entries.</summary>
    public int ItemsMax { get; init; } = SchemaLimits.ItemsMax;

    /// <summary>For text: the most UTF-16 characters.</summary>
    public int LengthMax { get; init; } = SchemaLimits.TextLengthMax;

    /// <summary>For lists: how entries are told apart.</summary>
    public ListKind ListKind { get; init; }

    /// <summary>For <see cref="ListKind.Map"/>: the members that name an entry.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>For <see cref="SchemaType.Fields"/>: unknown members are kept (status: written by the control plane,
    /// which may be newer than the reader).</summary>
    public bool Open { get; init; }

    /// <summary>The schema of a known member; null where there is none of that name.</summary>
    public Schema? Member(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member.Schema;
            }
        }

        return null;
    }
}
