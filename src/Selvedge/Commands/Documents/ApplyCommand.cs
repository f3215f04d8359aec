using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge apply</c>: makes documents as files say, all of them or, where any has a problem,
/// none.</summary>
internal static class ApplyCommand
{
    private const string Manager = "selvedge";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = DocumentFiles.Option();
        files.Required = true;
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check everything and say what would happen; change nothing",
        };
        var force = new Option<bool>("--force-conflicts")
        {
            Description = "Take fields over that another writer (kubectl, the console) owns",
        };
        var command = CommandOptions.Named(
            "apply",
            "Make documents as files say",
            "All files are checked first, here and by the control plane: with any problem nothing is applied, and all "
            + "problems are named. It is a server-side apply as the field manager selvedge.",
            "selvedge apply -f site.yaml",
            "selvedge apply -f network.yaml -f site.yaml --dry-run",
            "cat site.yaml | selvedge apply -f -");
        command.Add(files);
        command.Add(dryRun);
        command.Add(force);
        command.Add(CommandOptions.Output);
        command.Add(CommandOptions.Namespace);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (documents, problems) = DocumentFiles.Read(parsed.GetRequiredValue(files), System.Console.In);
            if (!problems.IsEmpty)
            {
                throw DocumentFiles.Refusal("Nothing is applied", problems);
            }

            using var session = Session.Open(parsed, CommandOptions.Output);
            return await ApplyAsync(
                session, documents, parsed.GetValue(dryRun), parsed.GetValue(force), cancellation);
        });
        return command;
    }

    private static async Task<int> ApplyAsync(
        Session session, ImmutableArray<ReadDocument> documents, bool dryRun, bool force,
        CancellationToken cancellation)
    {
        var problems = await TryAllAsync(session, documents, force, cancellation);
        if (problems.Count > 0)
        {
            throw DocumentFiles.Refusal("Nothing is applied", problems);
        }

        var written = new JsonArray();
        List<string> failed = [];
        foreach (var document in documents)
        {
            var before = await session.Api.FindAsync(Path(session, document), cancellation);
            var answer = await SendAsync(session, document, dryRun, force, cancellation);
            if (!answer.Good && !(dryRun && AwaitsOthers(answer, document, documents)))
            {
                failed.Add($"{Shown(document)}: {answer.Message}");
                continue;
            }

            written.Add(answer.Good ? answer.Body : document.Document.DeepClone());
            if (session.Form == OutputForm.Table)
            {
                var became = before is null ? "created" : SameAs(before, answer.Body) ? "unchanged" : "configured";
                session.Out.WriteLine($"{Shown(document)} {became}{(dryRun ? " (dry run)" : "")}");
            }
        }

        session.TryWrite(documents.Length == 1 && written.Count == 1 ? written[0] : List(written));
        return failed.Count == 0
            ? 0
            : throw DocumentFiles.Refusal($"{failed.Count} of {documents.Length} documents are not applied", failed);
    }

    // The control plane knows what a file cannot: whose hostname it is, what exists, what others own.
    private static async Task<List<string>> TryAllAsync(
        Session session, ImmutableArray<ReadDocument> documents, bool force, CancellationToken cancellation)
    {
        List<string> problems = [];
        foreach (var document in documents)
        {
            var answer = await SendAsync(session, document, dryRun: true, force, cancellation);
            if (answer.Good || AwaitsOthers(answer, document, documents))
            {
                continue;
            }

            var causes = JsonRead.Items(answer.Body, "details", "causes").Select(cause => cause.Item).ToList();
            problems.AddRange(JsonRead.Text(answer.Body, "reason") switch
            {
                "Invalid" when causes.Count > 0 => causes.Select(cause =>
                    $"{Shown(document)}: {JsonRead.Text(cause, "field")}: {JsonRead.Text(cause, "message")}"),
                "Conflict" => [$"{Shown(document)}: {answer.Message}. To take the fields over: --force-conflicts"],
                _ => [$"{Shown(document)}: {answer.Message}"],
            });
        }

        return problems;
    }

    /// <summary>Whether a document is refused only since something is missing that comes with it.</summary>
    private static bool AwaitsOthers(
        ApiAnswer answer, ReadDocument document, ImmutableArray<ReadDocument> documents)
    {
        if (JsonRead.Text(answer.Body, "reason") == "NotFound")
        {
            return JsonRead.Text(answer.Body, "details", "kind") == "namespaces"
                && documents.Any(other => other.Kind.Kind == "Namespace"
                    && other.Name == JsonRead.Text(answer.Body, "details", "name"));
        }

        var causes = JsonRead.Items(answer.Body, "details", "causes").ToList();
        return causes.Count > 0 && causes.All(cause =>
            JsonRead.Text(cause.Item, "reason") == "FieldValueNotFound"
            && ValueAt(document.Document, JsonRead.Text(cause.Item, "field") ?? "") is { } name
            && documents.Any(other => other != document && other.Name == name));
    }

    private static string? ValueAt(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.', '['))
        {
            node = step.EndsWith(']')
                && int.TryParse(step[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? node is JsonArray items && index < items.Count ? items[index] : null
                : JsonRead.At(node, step);
        }

        return JsonRead.Text(node);
    }

    private static Task<ApiAnswer> SendAsync(
        Session session, ReadDocument document, bool dryRun, bool force, CancellationToken cancellation) =>
        session.Api.AskAsync(
            HttpMethod.Patch,
            $"{Path(session, document)}?fieldManager={Manager}&fieldValidation=Strict"
                + $"{(force ? "&force=true" : "")}{(dryRun ? "&dryRun=All" : "")}",
            document.Document.ToJsonString(),
            "application/apply-patch+yaml",
            cancellation);

    private static string Path(Session session, ReadDocument document) =>
        ApiClient.PathOf(document, session.Namespace);

    private static string Shown(ReadDocument document) => $"{document.Kind.Singular}/{document.Name}";

    // A dry run keeps the revision, so what is in it is compared; the status goes its own way meanwhile.
    private static bool SameAs(JsonObject before, JsonObject after)
    {
        return JsonNode.DeepEquals(Own(before), Own(after));

        static JsonObject Own(JsonObject document)
        {
            var own = document.DeepClone().AsObject();
            own.Remove("status");
            (own["metadata"] as JsonObject)?.Remove("resourceVersion");
            return own;
        }
    }

    private static JsonObject List(JsonArray items) =>
        new() { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = items };
}
