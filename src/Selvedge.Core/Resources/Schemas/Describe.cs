using System.Collections.Immutable;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The words that kinds are described with.</summary>
internal static class Describe
{
    public static SchemaField Optional(string name, Schema schema) => new(name, false, schema);

    public static SchemaField Required(string name, Schema schema) => new(name, true, schema);

    public static Schema Fields(string description, params ImmutableArray<SchemaField> members) =>
        new() { Type = SchemaType.Fields, Description = description, Members = members };

    public static Schema Map(string description, Schema of) =>
        new() { Type = SchemaType.Map, Description = description, Items = of };

    public static Schema List(string description, Schema of) =>
        new() { Type = SchemaType.List, Description = description, Items = of };

    public static Schema Set(string description, Schema of) =>
        new() { Type = SchemaType.List, Description = description, Items = of, ListKind = ListKind.Set };

    public static Schema Named(string description, ImmutableArray<string> keys, Schema of) =>
        new() { Type = SchemaType.List, Description = description, Items = of, ListKind = ListKind.Map, Keys = keys };

    public static Schema Text(string description, TextFormat format = TextFormat.None, string? orElse = null) => new()
    {
        Type = SchemaType.Text,
        Description = description,
        Format = format,
        Default = orElse is null ? null : $"\"{orElse}\"",
        LengthMax = format == TextFormat.None ? SchemaLimits.TextLengthMax : LengthMax(format),
    };

    public static Schema OneOf(string description, string? orElse, params ImmutableArray<string> allowed) =>
        Text(description, orElse: orElse) with { Allowed = allowed };

    public static Schema Duration(string description, string? orElse, string shortest, string longest) =>
        Text(description, TextFormat.Duration, orElse) with { Shortest = Span(shortest), Longest = Span(longest) };

    public static Schema Whole(string description, long minimum, long maximum, long? orElse = null) => new()
    {
        Type = SchemaType.WholeNumber,
        Description = description,
        Minimum = minimum,
        Maximum = maximum,
        Default = orElse is { } number ? FormattableString.Invariant($"{number}") : null,
    };

    public static Schema Number(string description, double minimum, double maximum) =>
        new() { Type = SchemaType.Number, Description = description, Minimum = minimum, Maximum = maximum };

    public static Schema Truth(string description, bool? orElse = null) => new()
    {
        Type = SchemaType.Truth,
        Description = description,
        Default = orElse is { } truth ? (truth ? "true" : "false") : null,
    };

    public static Schema Anything(string description) =>
        new() { Type = SchemaType.Anything, Description = description };

    /// <summary>Unknown members are kept.</summary>
    public static Schema Opened(this Schema schema) => schema with { Open = true };

    /// <summary>The fewest and the most entries.</summary>
    public static Schema Sized(this Schema schema, int fewest, int most) =>
        schema with { ItemsMin = fewest, ItemsMax = most };

    /// <summary>The most characters.</summary>
    public static Schema UpTo(this Schema schema, int length) => schema with { LengthMax = length };

    /// <summary>The regular expression that the whole text matches.</summary>
    public static Schema Matching(this Schema schema, string pattern) => schema with { Pattern = pattern };

    private static int LengthMax(TextFormat format) => format switch
    {
        TextFormat.Base64 => SchemaLimits.DataBytesMax * 2,
        TextFormat.Url => 2048,
        _ => 320,
    };

    private static TimeSpan Span(string text) =>
        Resources.Duration.TryParse(text, out var span) ? span : throw new FormatException($"{text} is no duration.");
}
