using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Answers;

/// <summary>OpenAPI v3 documents, one a group and version, made from the schemas.</summary>
internal static class OpenApi
{
    private const string MetadataName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static readonly Lazy<Dictionary<string, JsonObject>> Documents = new(() => KindRegistry.All
        .GroupBy(kind => Path(kind.Group, kind.Version), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Document([.. group]), StringComparer.Ordinal));

    /// <summary><c>/openapi/v3</c>: where the documents are.</summary>
    public static JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var (path, document) in Documents.Value)
        {
            var hash = System.Convert.ToHexStringLower(SHA256.HashData(JsonText.Write(document)))[..32];
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>One document; null where there is none.</summary>
    /// <param name="path">For example <c>apis/selvedge.dev/v1</c>.</param>
    public static JsonObject? Find(string path) => Documents.Value.GetValueOrDefault(path);

    private static string Path(string group, string version) =>
        group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";

    private static JsonObject Document(ResourceKind[] kinds)
    {
        var schemas = new JsonObject { [MetadataName] = Convert(kinds[0].Schema.Member("metadata")!) };
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            schemas[Name(kind)] = Root(kind);
            schemas[Name(kind) + "List"] = RootList(kind);
            var at = $"/{Path(kind.Group, kind.Version)}/" + (kind.Namespaced ? "namespaces/{namespace}/" : "");
            paths[$"{at}{kind.Plural}"] = new JsonObject
            {
                ["get"] = Operation(kind, "list", Name(kind) + "List"),
                ["post"] = Operation(kind, "post", Name(kind)),
                ["delete"] = Operation(kind, "deletecollection", Name(kind)),
            };
            paths[$"{at}{kind.Plural}/{{name}}"] = new JsonObject
            {
                ["get"] = Operation(kind, "get", Name(kind)),
                ["put"] = Operation(kind, "put", Name(kind)),
                ["patch"] = Operation(kind, "patch", Name(kind)),
                ["delete"] = Operation(kind, "delete", Name(kind)),
            };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Selvedge", ["version"] = "v1" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static string Name(ResourceKind kind) => kind.Group.Length == 0
        ? $"io.k8s.api.core.{kind.Version}.{kind.Kind}"
        : $"{string.Join('.', kind.Group.Split('.').Reverse())}.{kind.Version}.{kind.Kind}";

    private static JsonObject Root(ResourceKind kind)
    {
        var root = Convert(kind.Schema);
        var properties = root["properties"]!.AsObject();
        properties["metadata"] = Reference(MetadataName, kind.Schema.Member("metadata")!.Description);
        root["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(kind, kind.Kind));
        return root;
    }

    private static JsonObject RootList(ResourceKind kind) => new()
    {
        ["type"] = "object",
        ["description"] = $"Several documents of the kind {kind.Kind}.",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "The version." },
            ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "The kind of the list." },
            ["metadata"] = new JsonObject { ["type"] = "object", ["description"] = "The list's revision." },
            ["items"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "The documents.",
                ["items"] = Reference(Name(kind), ""),
            },
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(kind, kind.Kind + "List")),
    };

    private static JsonObject Operation(ResourceKind kind, string action, string answer)
    {
        var parameters = new JsonArray();
        if (action is "post" or "put" or "patch")
        {
            foreach (var name in (string[])["dryRun", "fieldManager", "fieldValidation"])
            {
                parameters.Put(Parameter(name, "string"));
            }
        }

        if (action == "patch")
        {
            parameters.Put(Parameter("force", "boolean"));
        }

        return new JsonObject
        {
            ["operationId"] = $"{action}{kind.Kind}",
            ["parameters"] = parameters,
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = "OK",
                    ["content"] = new JsonObject
                    {
                        ["application/json"] = new JsonObject { ["schema"] = Reference(answer, "") },
                    },
                },
            },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = Gvk(kind, kind.Kind),
        };
    }

    private static JsonObject Parameter(string name, string type) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true },
    };

    private static JsonObject Gvk(ResourceKind kind, string name) =>
        new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = name };

    private static JsonObject Reference(string name, string description)
    {
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
        return description.Length == 0
            ? reference
            : new JsonObject { ["allOf"] = new JsonArray(reference), ["description"] = description };
    }

    private static JsonObject Convert(Schema schema)
    {
        var json = new JsonObject { ["description"] = schema.Description };
        switch (schema.Type)
        {
            case SchemaType.Fields:
                AddMembers(schema, json);
                break;
            case SchemaType.Map:
                json["type"] = "object";
                json["additionalProperties"] = Convert(schema.Items!);
                break;
            case SchemaType.List:
                AddList(schema, json);
                break;
            case SchemaType.WholeNumber:
                json["type"] = "integer";
                json["format"] = "int64";
                break;
            case SchemaType.Number:
                json["type"] = "number";
                break;
            case SchemaType.Truth:
                json["type"] = "boolean";
                break;
            case SchemaType.Text:
                AddText(schema, json);
                break;
            case SchemaType.WholeNumberOrText:
                json["x-kubernetes-int-or-string"] = true;
                break;
            default:
                json["x-kubernetes-preserve-unknown-fields"] = true;
                break;
        }

        if (schema.Default is not null)
        {
            json["default"] = JsonNode.Parse(schema.Default);
        }

        if (schema.Type is SchemaType.WholeNumber or SchemaType.Number)
        {
            json["minimum"] = schema.Minimum;
            json["maximum"] = schema.Maximum;
        }

        return json;
    }

    private static void AddMembers(Schema schema, JsonObject json)
    {
        json["type"] = "object";
        json["properties"] = new JsonObject(schema.Members.Select(member =>
            KeyValuePair.Create(member.Name, (JsonNode?)Convert(member.Schema))));
        var required = schema.Members.Where(member => member.Required)
            .Select(member => (JsonNode)member.Name).ToArray();
        if (required.Length > 0)
        {
            json["required"] = new JsonArray(required);
        }

        if (schema.Open)
        {
            json["x-kubernetes-preserve-unknown-fields"] = true;
        }
    }

    private static void AddList(Schema schema, JsonObject json)
    {
        json["type"] = "array";
        json["items"] = Convert(schema.Items!);
        json["x-kubernetes-list-type"] = schema.ListKind.ToString().ToLowerInvariant();
        if (schema.ListKind == ListKind.Map)
        {
            json["x-kubernetes-list-map-keys"] = new JsonArray([.. schema.Keys.Select(key => (JsonNode)key)]);
        }

        if (schema.ItemsMin > 0)
        {
            json["minItems"] = schema.ItemsMin;
        }
    }

    private static void AddText(Schema schema, JsonObject json)
    {
        json["type"] = "string";
        var format = schema.Format switch
        {
            TextFormat.Moment => "date-time",
            TextFormat.Base64 => "byte",
            TextFormat.None or TextFormat.Name => "",
            _ => schema.Format.ToString().ToLowerInvariant(),
        };
        if (format.Length > 0)
        {
            json["format"] = format;
        }

        if (schema.Allowed.Length > 0)
        {
            json["enum"] = new JsonArray([.. schema.Allowed.Select(allowed => (JsonNode)allowed)]);
        }

        if (schema.Pattern.Length > 0)
        {
            json["pattern"] = $"^({schema.Pattern})$";
        }
    }
}
