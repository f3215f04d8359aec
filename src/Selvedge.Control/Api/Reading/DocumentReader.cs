using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Reading;

/// <summary>Reads the texts that operators write: one or more documents in YAML or JSON, lists among them.</summary>
public static class DocumentReader
{
    /// <summary>The path of a problem that is of no field.</summary>
    internal const string WholeDocument = "(document)";

    /// <summary>Reads and checks every document of a text.</summary>
    /// <param name="text">YAML (several documents parted by <c>---</c>) or JSON.</param>
    /// <returns>The documents and every problem at once. Never throws.</returns>
    public static ReadResult Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var documents = ImmutableArray.CreateBuilder<ReadDocument>();
        var problems = ImmutableArray.CreateBuilder<ReadProblem>();
        if (text.Length > Limits.TextLengthMax)
        {
            problems.Add(Unreadable(0, $"The text has more than {Limits.TextLengthMax} characters."));
            return new ReadResult([], problems.ToImmutable());
        }

        if (!TryParse(text, out var values, out var line, out var reason))
        {
            problems.Add(Unreadable(line, $"The text cannot be read: {reason}."));
        }

        foreach (var (value, begin) in values)
        {
            Add(value, begin, documents, problems);
        }

        return new ReadResult(documents.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Reads one object in YAML or JSON.</summary>
    public static bool TryReadOne(ReadOnlyMemory<byte> utf8, bool yaml, out JsonNode? value, out string reason)
    {
        if (JsonText.TryRead(utf8, out value, out reason) || !yaml)
        {
            return reason.Length == 0;
        }

        if (!System.Text.Unicode.Utf8.IsValid(utf8.Span))
        {
            return false;
        }

        if (!YamlText.TryRead(Encoding.UTF8.GetString(utf8.Span), out var values, out var line, out reason))
        {
            reason = FormattableString.Invariant($"the YAML is wrong at line {line}: {reason}");
            return false;
        }

        if (values.Count != 1)
        {
            reason = "the body must be one document";
            return false;
        }

        value = values[0].Value;
        return true;
    }

    private static bool TryParse(
        string text, out List<(JsonNode? Value, int Line)> values, out int line, out string reason)
    {
        if (text.AsSpan().TrimStart() is ['{', ..]
            && JsonText.TryRead(Encoding.UTF8.GetBytes(text), out var value, out _))
        {
            (values, line, reason) = ([(value, 1)], 0, "");
            return true;
        }

        return YamlText.TryRead(text, out values, out line, out reason);
    }

    private static void Add(
        JsonNode? value, int line, ImmutableArray<ReadDocument>.Builder documents,
        ImmutableArray<ReadProblem>.Builder problems)
    {
        if (value is not JsonObject document)
        {
            problems.Add(Unreadable(line, "The document is not an object."));
            return;
        }

        if (JsonRead.Text(document, "apiVersion") == "v1" && JsonRead.Text(document, "kind") == "List")
        {
            foreach (var (_, item) in JsonRead.Items(document, "items"))
            {
                Add(item?.DeepClone(), line, documents, problems);
            }

            return;
        }

        var kind = KindRegistry.Find(JsonRead.Text(document, "apiVersion"), JsonRead.Text(document, "kind"));
        if (kind is null)
        {
            problems.Add(new ReadProblem(line, Name(document), UnknownKind(document)));
            return;
        }

        documents.Add(new ReadDocument(line, kind, document));
        problems.AddRange(DocumentValidator.Validate(kind, document)
            .Select(problem => new ReadProblem(line, Name(document), problem)));
    }

    private static Problem UnknownKind(JsonObject document)
    {
        var kind = JsonRead.Text(document, "kind");
        var known = KindRegistry.All.FirstOrDefault(candidate => candidate.Kind == kind);
        return known is not null
            ? new Problem("apiVersion", $"{kind} has no such version.", $"Write {known.ApiVersion}.",
                ProblemCause.FieldValueNotSupported)
            : new Problem(
                "kind", kind is null ? "The document names no kind." : $"'{TextForms.Brief(kind)}' is no kind.",
                $"Write one of: {string.Join(", ", KindRegistry.All.Select(candidate => candidate.Kind))}.",
                kind is null ? ProblemCause.FieldValueRequired : ProblemCause.FieldValueNotSupported);
    }

    private static string Name(JsonObject document)
    {
        var kind = JsonRead.Text(document, "kind") ?? "document";
        var space = JsonRead.Text(document, "metadata", "namespace");
        var name = JsonRead.Text(document, "metadata", "name") ?? "(no name)";
        return TextForms.Brief(space is null ? $"{kind} {name}" : $"{kind} {space}/{name}");
    }

    private static ReadProblem Unreadable(int line, string message) => new(
        line, "text", new Problem(WholeDocument, message, "Mend the text.", ProblemCause.FieldValueInvalid));
}
