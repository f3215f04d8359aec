using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Placement;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>The kinds of Kubernetes' core group that are served.</summary>
internal static class CoreKinds
{
    public static ResourceKind Namespace { get; } = new()
    {
        Kind = "Namespace",
        Plural = "namespaces",
        Singular = "namespace",
        ShortNames = ["ns"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A tenant: names of namespaced documents are unique within it.",
            Optional("spec", Fields("Kubernetes' spec of a namespace.",
                Optional("finalizers", Set("Kept for Kubernetes' clients; not read.", Text("A finalizer."))))),
            Optional("status", Fields("How the namespace is.",
                Optional("phase", OneOf("Active, or Terminating while it is emptied.", null, "Active", "Terminating")),
                Optional("conditions", CommonSchemas.Conditions)).Opened())),
        Columns =
        [
            new PrinterColumn("Status", "string", 0, "Active, or Terminating while it is emptied.",
                static (document, _) => JsonRead.Text(document, "status", "phase") ?? "Active"),
            CommonSchemas.Age,
        ],
        Check = MetadataChecks.CheckLabel,
    };

    public static ResourceKind ConfigMap { get; } = new()
    {
        Kind = "ConfigMap",
        Plural = "configmaps",
        Singular = "configmap",
        ShortNames = ["cm"],
        Namespaced = true,
        Schema = CommonSchemas.Document(
            "Named text.",
            Optional("data", Map("Text by key.", Text("The text."))),
            Optional("binaryData", Map("Bytes by key.", Text("The bytes.", TextFormat.Base64))),
            Optional("immutable", Truth("Whether the data may never change.", false))),
        Columns =
        [
            new PrinterColumn("Data", "string", 0, "How many entries it has.", static (document, _) =>
                Count(document, "data", "binaryData")),
            CommonSchemas.Age,
        ],
        Check = static (document, problems) =>
        {
            CheckData(document, problems, "data", "binaryData");
            LocationOptimizerChecks.CheckMap(document, problems);
        },
    };

    public static ResourceKind Secret { get; } = new()
    {
        Kind = "Secret",
        Plural = "secrets",
        Singular = "secret",
        Namespaced = true,
        Schema = CommonSchemas.Document(
            "Named bytes that must stay secret. The store keeps them encrypted.",
            Optional("type", Text("What the data is, for example kubernetes.io/tls.", orElse: "Opaque")),
            Optional("data", Map("Bytes by key.", Text("The bytes.", TextFormat.Base64))),
            Optional("stringData", Map("Plain text by key; written into data and never shown.", Text("The text."))),
            Optional("immutable", Truth("Whether the data may never change.", false))),
        Columns =
        [
            new PrinterColumn("Type", "string", 0, "What the data is.",
                static (document, _) => JsonRead.Text(document, "type") is { Length: > 0 } type ? type : "Opaque"),
            new PrinterColumn("Data", "string", 0, "How many entries it has.",
                static (document, _) => Count(document, "data")),
            CommonSchemas.Age,
        ],
        Check = static (document, problems) =>
        {
            CheckData(document, problems, "data", "stringData");
            CheckTlsSecret(document, problems);
        },
    };

    private static string Count(JsonObject document, params string[] members) => FormattableString.Invariant(
        $"{members.Sum(member => JsonRead.At(document, member) is JsonObject entries ? entries.Count : 0)}");

    private static void CheckData(JsonObject document, ICollection<Problem> problems, params string[] members)
    {
        var bytes = 0L;
        foreach (var member in members)
        {
            foreach (var (key, value) in JsonRead.At(document, member) as JsonObject ?? [])
            {
                bytes += Encoding.UTF8.GetByteCount(JsonRead.Text(value) ?? "");
                if (key.Length is 0 or > SchemaLimits.NameLengthMax || key is "." or ".."
                    || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                {
                    problems.Add(new Problem(
                        $"{member}[{TextForms.Brief(key)}]", "The key has the wrong form.",
                        "Use letters, digits, '-', '_' and '.'.", ProblemCause.FieldValueInvalid));
                }
            }
        }

        if (bytes > SchemaLimits.DataBytesMax)
        {
            problems.Add(new Problem(
                members[0], $"The data has {bytes} bytes.", $"At most {SchemaLimits.DataBytesMax} are allowed.",
                ProblemCause.FieldValueInvalid));
        }
    }

    private static void CheckTlsSecret(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "type") != "kubernetes.io/tls")
        {
            return;
        }

        foreach (var key in (string[])["tls.crt", "tls.key"])
        {
            if (JsonRead.At(document, "data", key) is null && JsonRead.At(document, "stringData", key) is null)
            {
                problems.Add(new Problem(
                    $"data[{key}]", "A Secret of type kubernetes.io/tls has it.", "Add it in PEM form.",
                    ProblemCause.FieldValueRequired));
            }
        }
    }
}
