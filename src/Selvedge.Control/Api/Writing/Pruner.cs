using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>Takes out of a document what is not stored: members that its kind does not know, and nulls, which mean not
/// set.</summary>
internal static class Pruner
{
    public static void Prune(Schema? schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members.ToList())
                {
                    var below = schema?.Type == SchemaType.Map ? schema.Items : schema?.Member(name);
                    if (member is null
                        || (schema is { Type: SchemaType.Fields, Open: false } && below is null))
                    {
                        members.Remove(name);
                    }
                    else
                    {
                        Prune(below, member);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Prune(schema?.Items, item);
                }

                break;
            default:
                break;
        }
    }
}
