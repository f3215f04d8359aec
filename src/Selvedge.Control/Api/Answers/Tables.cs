using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Answers;

/// <summary>Kubernetes' <c>meta.k8s.io/v1 Table</c> and <c>PartialObjectMetadata</c>.</summary>
internal static class Tables
{
    /// <summary>Documents as rows.</summary>
    /// <param name="kind">Whose columns are shown.</param>
    /// <param name="documents">The rows.</param>
    /// <param name="metadata">The table's own metadata.</param>
    /// <param name="includeObject"><c>None</c>, <c>Metadata</c> (the default) or <c>Object</c>.</param>
    /// <param name="now">For ages.</param>
    /// <param name="withColumns">Whether the columns are described; later events of a watch leave them out.</param>
    public static JsonObject Table(
        ResourceKind kind, IEnumerable<JsonObject> documents, JsonObject metadata, string includeObject,
        DateTimeOffset now, bool withColumns = true)
    {
        var rows = new JsonArray();
        foreach (var document in documents)
        {
            var cells = new JsonArray(JsonRead.Text(document, "metadata", "name"));
            foreach (var column in kind.Columns)
            {
                cells.Put(column.Cell(document, now));
            }

            var row = new JsonObject { ["cells"] = cells };
            if (includeObject == "Object")
            {
                row["object"] = document.DeepClone();
            }
            else if (includeObject != "None")
            {
                row["object"] = Partial(document);
            }

            rows.Put(row);
        }

        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = withColumns ? Definitions(kind) : new JsonArray(),
            ["rows"] = rows,
        };
    }

    /// <summary>A document's metadata only.</summary>
    public static JsonObject Partial(JsonObject document) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = JsonRead.At(document, "metadata")?.DeepClone(),
    };

    private static JsonArray Definitions(ResourceKind kind)
    {
        var definitions = new JsonArray(Definition("Name", "string", "name", 0, "The document's name."));
        foreach (var column in kind.Columns)
        {
            definitions.Put(Definition(column.Name, column.Type, "", column.Priority, column.Description));
        }

        return definitions;
    }

    private static JsonObject Definition(string name, string type, string format, int priority, string description) =>
        new()
        {
            ["name"] = name,
            ["type"] = type,
            ["format"] = format,
            ["description"] = description,
            ["priority"] = priority,
        };
}
