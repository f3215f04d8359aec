using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>Holds a value against its <see cref="Schema"/> and adds every problem to a list.</summary>
internal sealed class SchemaValidator(ICollection<Problem> problems)
{
    public void Check(string path, Schema schema, JsonNode? value)
    {
        if (problems.Count >= SchemaLimits.ProblemsMax)
        {
            return;
        }

        switch (schema.Type)
        {
            case SchemaType.Fields when value is JsonObject members:
                CheckMembers(path, schema, members);
                break;
            case SchemaType.Map when value is JsonObject members:
                CheckMap(path, schema, members);
                break;
            case SchemaType.List when value is JsonArray items:
                CheckList(path, schema, items);
                break;
            case SchemaType.Text when value?.GetValueKind() == JsonValueKind.String:
                CheckText(path, schema, value.GetValue<string>());
                break;
            case SchemaType.WholeNumber when JsonRead.Whole(value) is { } number:
                CheckRange(path, schema, number);
                break;
            case SchemaType.Number when JsonRead.Number(value) is { } number:
                CheckRange(path, schema, number);
                break;
            case SchemaType.WholeNumberOrText
                when schema.Format == TextFormat.Quantity && JsonRead.Number(value) is { } number:
                CheckRange(path, schema, number);
                break;
            case SchemaType.WholeNumberOrText when JsonRead.Whole(value) is { } number:
                CheckRange(path, schema, number);
                break;
            case SchemaType.WholeNumberOrText when JsonRead.Text(value) is { } text:
                CheckText(path, schema, text);
                break;
            case SchemaType.Truth when value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
            case SchemaType.Anything:
                break;
            default:
                Add(path, $"{Article(Name(value))} stands where {Wanted(schema)} must.", TypeFix(schema, value),
                    ProblemCause.FieldValueTypeInvalid);
                break;
        }
    }

    private void CheckMembers(string path, Schema schema, JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            var member = schema.Member(name);
            if (member is null && !schema.Open)
            {
                var near = Nearest.Of(name, schema.Members.Select(known => known.Name));
                var fix = near is null
                    ? $"Remove it; known here: {string.Join(", ", schema.Members.Select(known => known.Name))}."
                    : $"Did you mean {near}?";
                Add(Join(path, name), "The field is unknown.", fix, ProblemCause.FieldUnknown);
            }
            else if (member is not null && value is not null)
            {
                Check(Join(path, name), member, value);
            }
        }

        foreach (var member in schema.Members.Where(member => member.Required))
        {
            if (!members.TryGetPropertyValue(member.Name, out var value) || value is null)
            {
                Add(Join(path, member.Name), "The field is required.", $"Add {Wanted(member.Schema)}. "
                    + member.Schema.Description, ProblemCause.FieldValueRequired);
            }
        }
    }

    private void CheckMap(string path, Schema schema, JsonObject members)
    {
        if (members.Count > schema.ItemsMax)
        {
            Add(path, $"There are {members.Count} entries.", $"At most {schema.ItemsMax} are allowed.",
                ProblemCause.FieldValueInvalid);
            return;
        }

        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                Check($"{path}[{TextForms.Brief(name)}]", schema.Items!, value);
            }
        }
    }

    private void CheckList(string path, Schema schema, JsonArray items)
    {
        if (items.Count < schema.ItemsMin)
        {
            Add(path, "The list is too short.", $"Add at least {schema.ItemsMin}.", ProblemCause.FieldValueRequired);
        }

        if (items.Count > schema.ItemsMax)
        {
            Add(path, $"There are {items.Count} entries.", $"At most {schema.ItemsMax} are allowed.",
                ProblemCause.FieldValueInvalid);
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            Check($"{path}[{index}]", schema.Items!, items[index]);
            var identity = ListIdentity.Of(schema, items[index]);
            if (identity is not null && !seen.Add(identity))
            {
                var what = schema.ListKind == ListKind.Set
                    ? $"'{TextForms.Brief(JsonRead.Text(items[index]) ?? identity)}'"
                    : $"An entry of the same {string.Join(" and ", schema.Keys)}";
                Add($"{path}[{index}]", $"{what} stands in the list already.", "Remove one of them.",
                    ProblemCause.FieldValueDuplicate);
            }
        }
    }

    private void CheckText(string path, Schema schema, string text)
    {
        if (text.Length > schema.LengthMax)
        {
            Add(path, $"The text has {text.Length} characters.", $"At most {schema.LengthMax} are allowed.",
                ProblemCause.FieldValueInvalid);
            return;
        }

        if (schema.Allowed.Length > 0 && !schema.Allowed.Contains(text, StringComparer.Ordinal))
        {
            var near = Nearest.Of(text, schema.Allowed);
            Add(path, $"'{TextForms.Brief(text)}' is not one of the possible values.",
                near is null ? $"Write one of: {string.Join(", ", schema.Allowed)}." : $"Did you mean {near}?",
                ProblemCause.FieldValueNotSupported);
        }

        if (TextForms.Check(schema.Format, text) is { } wrong && !(text.Length == 0 && schema.Default == "\"\""))
        {
            Add(path, wrong.Message, wrong.Fix, ProblemCause.FieldValueInvalid);
        }
        else if (schema.Format == TextFormat.Duration && Duration.TryParse(text, out var span)
            && (span < schema.Shortest || span > schema.Longest))
        {
            Add(path, $"{text} is out of range.",
                $"Write {Duration.Format(schema.Shortest!.Value)} to {Duration.Format(schema.Longest!.Value)}.",
                ProblemCause.FieldValueInvalid);
        }

        if (schema.Pattern.Length > 0 && text.Length > 0
            && !Regex.IsMatch(text, $@"\A(?:{schema.Pattern})\z", RegexOptions.NonBacktracking))
        {
            Add(path, $"'{TextForms.Brief(text)}' has the wrong form.", $"{schema.Description}",
                ProblemCause.FieldValueInvalid);
        }
    }

    private void CheckRange(string path, Schema schema, double number)
    {
        if (number < schema.Minimum || number > schema.Maximum)
        {
            Add(path, FormattableString.Invariant($"{number} is out of range."),
                FormattableString.Invariant($"Write {schema.Minimum} to {schema.Maximum}."),
                ProblemCause.FieldValueInvalid);
        }
    }

    private void Add(string path, string message, string fix, ProblemCause cause) =>
        problems.Add(new Problem(path.Length == 0 ? "(document)" : path, message, fix, cause));

    private static string Join(string path, string name) =>
        path.Length == 0 ? TextForms.Brief(name) : $"{path}.{TextForms.Brief(name)}";

    private static string Name(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        _ => "truth value",
    };

    private static string Article(string name) => name switch
    {
        "null" => "Null",
        "object" => "An object",
        "text" => "Text",
        _ => $"A {name}",
    };

    private static string Wanted(Schema schema) => schema.Type switch
    {
        SchemaType.Fields or SchemaType.Map => "an object",
        SchemaType.List => "a list",
        SchemaType.Text when schema.Format == TextFormat.Duration => "a duration",
        SchemaType.Text => "text",
        SchemaType.WholeNumber => "a whole number",
        SchemaType.Number => "a number",
        SchemaType.Truth => "true or false",
        SchemaType.WholeNumberOrText => "a whole number or text",
        _ => "a value",
    };

    private static string TypeFix(Schema schema, JsonNode? value)
    {
        var json = value is JsonValue ? TextForms.Brief(value.ToJsonString()) : "";
        return (schema.Type, value?.GetValueKind()) switch
        {
            (SchemaType.Text, JsonValueKind.Number) when schema.Format == TextFormat.Duration => $"Write {json}s.",
            (SchemaType.Text, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) =>
                $"Put it in quotes: \"{json}\".",
            (SchemaType.WholeNumber or SchemaType.Number or SchemaType.Truth, JsonValueKind.String) =>
                "Write it without quotes.",
            (SchemaType.List, JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Object) =>
                "Put it in brackets, or begin its line with '- '.",
            _ => $"Write {Wanted(schema)}.",
        };
    }
}
