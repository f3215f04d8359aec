using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary>Shows the documents of a kind, or one of them, and goes on with what changes.</summary>
/// <param name="session">Where it is shown, and the network.</param>
/// <param name="word">Which documents.</param>
/// <param name="everywhere">Whether every namespace is meant.</param>
/// <param name="labels">A label selector; empty: all.</param>
internal sealed class DocumentList(Session session, ResourceWord word, bool everywhere, string labels)
{
    // All columns of the answer that are shown, by index; told once.
    private List<int> _columns = [];

    /// <summary>Shows them.</summary>
    /// <exception cref="UsageException">There is no such document, or the API refuses.</exception>
    public Task ShowAsync(bool watch, CancellationToken cancellation) =>
        session.Form is OutputForm.Json or OutputForm.Yaml
            ? watch ? FollowDocumentsAsync(cancellation) : WriteDocumentsAsync(cancellation)
            : ShowTableAsync(watch, cancellation);

    /// <summary>Whether these are events as news: the newest last, and without their names and namespaces, which say
    /// nothing to people, unless all columns are wanted.</summary>
    public bool IsNews { get; init; }

    private bool ShowsSpaces =>
        everywhere && word.Kind.Namespaced && !(IsNews && session.Form != OutputForm.Wide);

    private string Space => everywhere || !word.Kind.Namespaced ? "" : session.Namespace;

    // A watch is of a list: of one document, it is the list of those with its name.
    private string ListPath(string name)
    {
        List<string> query = [];
        if (name.Length > 0)
        {
            query.Add($"fieldSelector={Uri.EscapeDataString($"metadata.name={name}")}");
        }

        if (labels.Length > 0)
        {
            query.Add($"labelSelector={Uri.EscapeDataString(labels)}");
        }

        return ApiClient.PathOf(word.Kind, Space, "") + (query.Count == 0 ? "" : $"?{string.Join('&', query)}");
    }

    private async Task WriteDocumentsAsync(CancellationToken cancellation)
    {
        if (word.Name.Length > 0)
        {
            session.TryWrite(await FoundAsync(cancellation));
            return;
        }

        var items = await session.Api.ListAsync(ListPath(""), cancellation);
        session.TryWrite(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
        });
    }

    private async Task<JsonObject> FoundAsync(CancellationToken cancellation) =>
        await session.Api.FindAsync(word.PathIn(session.Namespace), cancellation) ?? throw new UsageException(
            $"There is no {word.ShownIn(session.Namespace)}. See: selvedge get {word.Kind.Plural}");

    private async Task FollowDocumentsAsync(CancellationToken cancellation)
    {
        await foreach (var change in Changes(ListPath(word.Name), table: false, cancellation))
        {
            if (session.Form == OutputForm.Yaml)
            {
                session.Out.WriteLine("---");
            }

            session.TryWrite(change);
        }
    }

    private async Task ShowTableAsync(bool watch, CancellationToken cancellation)
    {
        if (word.Name.Length > 0)
        {
            await FoundAsync(cancellation);
        }

        var answer = await session.Api.TableAsync(ListPath(word.Name), cancellation);
        var table = Headed(answer);
        Fill(table, answer);
        if (table.Count == 0 && !watch)
        {
            session.Error.WriteLine(Nothing());
            return;
        }

        table.WriteTo(session.Out, session.Paint);
        if (watch)
        {
            var version = JsonRead.Text(answer, "metadata", "resourceVersion") ?? "0";
            var path = ListPath(word.Name);
            path += path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            await foreach (var change in Changes($"{path}resourceVersion={version}", table: true, cancellation))
            {
                Fill(table, change);
                table.WriteRowsTo(session.Out, session.Paint);
            }
        }
    }

    private string Nothing()
    {
        var place = word.Kind.Namespaced && !everywhere ? $" in namespace {session.Namespace}" : "";
        return $"There are no {word.Kind.Plural}{place}.";
    }

    private Table Headed(JsonObject answer)
    {
        var definitions = JsonRead.Items(answer, "columnDefinitions").ToList();
        _columns =
        [
            .. definitions
                .Where(entry => session.Form == OutputForm.Wide
                    || (JsonRead.Whole(entry.Item, "priority") is null or 0 && !(IsNews && entry.Index == 0)))
                .Select(entry => entry.Index),
        ];
        var names = _columns.Select(index => JsonRead.Text(definitions[index].Item, "name") ?? "");
        return new Table([.. ShowsSpaces ? ["Namespace"] : Array.Empty<string>(), .. names]);
    }

    private void Fill(Table table, JsonObject answer)
    {
        var rows = JsonRead.Items(answer, "rows").Select(entry => entry.Item);
        if (word.Kind.Kind == "Event")
        {
            rows = rows.OrderBy(row => Revisions.Of(JsonRead.At(row, "object")));
        }

        foreach (var row in rows)
        {
            var cells = JsonRead.Items(row, "cells").Select(entry => Cell(entry.Item)).ToList();
            var shown = _columns.Select(index => index < cells.Count ? cells[index] : "");
            var space = JsonRead.Text(row, "object", "metadata", "namespace") ?? "";
            table.Add([.. ShowsSpaces ? [space] : Array.Empty<string>(), .. shown]);
        }
    }

    private static string Cell(JsonNode? cell) => JsonRead.Text(cell) ?? cell?.ToJsonString() ?? "";

    private async IAsyncEnumerable<JsonObject> Changes(
        string path, bool table,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var changes = session.Api.WatchAsync(path, table, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(changes, cancellation))
        {
            var type = JsonRead.Text(changes.Current, "type");
            if (type == "ERROR")
            {
                var why = JsonRead.Text(changes.Current, "object", "message");
                throw new UsageException($"The watch ended: {why}. Start it again.");
            }

            if (JsonRead.At(changes.Current, "object") is JsonObject shown)
            {
                yield return shown;
            }
        }
    }

    // Ctrl-C ends a watch, and is no failure.
    private static async Task<bool> NextAsync(IAsyncEnumerator<JsonObject> changes, CancellationToken cancellation)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
