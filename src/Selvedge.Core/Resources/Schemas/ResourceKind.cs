using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>All that is known of one kind of document.</summary>
public sealed record ResourceKind
{
    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>API version, for example <c>v1</c>.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>For example <c>Site</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For example <c>sites</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>For example <c>site</c>.</summary>
    public required string Singular { get; init; }

    /// <summary>What may be typed instead of the plural.</summary>
    public ImmutableArray<string> ShortNames { get; init; } = [];

    /// <summary>Groups of kinds that a person may ask for together, for example <c>all</c>.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Whether its documents live in a namespace.</summary>
    public bool Namespaced { get; init; }

    /// <summary>Whether it has a status that its writers and its owner write apart.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Whether its <c>spec.replicas</c> is also read and written as <c>autoscaling/v1 Scale</c>.</summary>
    public bool HasScale { get; init; }

    /// <summary>Whether its programs' output is read under <c>log</c>.</summary>
    public bool HasLog { get; init; }

    /// <summary>True: made by the control plane only; operators read and delete.</summary>
    public bool MadeByControlPlane { get; init; }

    /// <summary>The whole document, <c>apiVersion</c> and <c>metadata</c> included.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The table's columns, after the name.</summary>
    public ImmutableArray<PrinterColumn> Columns { get; init; } = [];

    /// <summary>What the schema cannot say: adds every problem of a document, of whatever shape it is.</summary>
    public Action<JsonObject, ICollection<Problem>> Check { get; init; } = static (_, _) => { };

    /// <summary><c>v1</c> or <c>selvedge.dev/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether it is one of Kubernetes' own, which its clients know by heart and patch
    /// strategically.</summary>
    public bool IsKubernetes => !Group.Contains('.', StringComparison.Ordinal)
        || Group.EndsWith(".k8s.io", StringComparison.Ordinal);

    /// <summary>The <see cref="ResourceKey.Resource"/> of its documents.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Whether the document has a <c>spec</c>, so that its generation counts.</summary>
    public bool HasSpec => Schema.Member("spec") is not null;
}
