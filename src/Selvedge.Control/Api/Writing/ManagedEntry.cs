using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>One writer of a document and the fields it owns: an entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Manager">The writer's name.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">In which the fields are named.</param>
/// <param name="Subresource"><c>status</c> or empty.</param>
/// <param name="Time">Of its last change.</param>
/// <param name="Fields">What it owns.</param>
internal sealed record ManagedEntry(
    string Manager, string Operation, string ApiVersion, string Subresource, string Time, FieldSet Fields)
{
    /// <summary>Whether it is the entry of a writer.</summary>
    public bool IsOf(string manager, string operation, string subresource) =>
        Manager == manager && Operation == operation && Subresource == subresource;

    /// <summary>The form of <c>managedFields</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
            ["time"] = Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
        };
        if (Subresource.Length > 0)
        {
            json["subresource"] = Subresource;
        }

        return json;
    }

    /// <summary>Reads <c>managedFields</c>; null where it is missing or malformed.</summary>
    public static List<ManagedEntry>? ParseAll(JsonNode? managedFields)
    {
        if (managedFields is not JsonArray items)
        {
            return null;
        }

        var entries = new List<ManagedEntry>();
        foreach (var item in items)
        {
            if (JsonRead.Text(item, "manager") is not { } manager
                || JsonRead.Text(item, "operation") is not ("Apply" or "Update")
                || FieldSet.Parse(JsonRead.At(item, "fieldsV1")) is not { } fields)
            {
                return null;
            }

            entries.Add(new ManagedEntry(
                manager, JsonRead.Text(item, "operation")!, JsonRead.Text(item, "apiVersion") ?? "",
                JsonRead.Text(item, "subresource") ?? "", JsonRead.Text(item, "time") ?? "", fields));
        }

        return entries;
    }
}
