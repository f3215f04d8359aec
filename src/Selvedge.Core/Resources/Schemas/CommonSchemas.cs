using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What several kinds have in common.</summary>
internal static class CommonSchemas
{
    /// <summary>Kubernetes' ObjectMeta.</summary>
    public static Schema Metadata { get; } = Fields(
        "Kubernetes' metadata: the document's name, the operator's labels and annotations, and what the API keeps.",
        Optional("name", Text("The document's name, unique among its kind in its namespace; it never changes.",
            TextFormat.Name)),
        Optional("generateName", Text(
            "A beginning to which the API adds five characters; used only where no name is given.")),
        Optional("namespace", Text("The namespace; empty for kinds that belong to none.")),
        Optional("labels", Map("The operator's own keys; lists and watches select by them.",
            Text("The label's value."))),
        Optional("annotations", Map("Notes for tools; nothing selects by them.", Text("The note."))),
        Optional("uid", Text("Unique over all time; given by the API.")),
        Optional("resourceVersion", Text(
            "The store's revision at which the document last changed. Sent back, it makes a write conditional.")),
        Optional("generation", Whole("Rises by one each time the spec changes; given by the API.", 0, long.MaxValue)),
        Optional("creationTimestamp", Text("When the document was first stored; given by the API.",
            TextFormat.Moment)),
        Optional("deletionTimestamp", Text("When deletion was asked for, while finalizers hold the document.",
            TextFormat.Moment)),
        Optional("deletionGracePeriodSeconds", Whole("Seconds allowed for deletion; read only.", 0, int.MaxValue)),
        Optional("finalizers", Set("Who must agree before the document goes.", Text("A qualified name."))),
        Optional("ownerReferences", Named("The documents that this one depends on.", ["uid"], Fields(
            "One owner.",
            Required("apiVersion", Text("The owner's API version.")),
            Required("kind", Text("The owner's kind.")),
            Required("name", Text("The owner's name.")),
            Required("uid", Text("The owner's uid.")),
            Optional("controller", Truth("Whether it is the managing owner.")),
            Optional("blockOwnerDeletion", Truth("Whether the owner waits for this document."))))),
        Optional("selfLink", Text("No longer used by Kubernetes.")),
        Optional("managedFields", List("Which writer owns which field; kept by the API.", Anything("One writer."))));

    /// <summary>Kubernetes' conditions.</summary>
    public static Schema Conditions { get; } = Named(
        "Facts that a person or kubectl wait reads.",
        ["type"],
        Fields(
            "One fact.",
            Required("type", Text("What is spoken of, for example Ready.")),
            Required("status", OneOf("Whether it holds.", null, "True", "False", "Unknown")),
            Optional("reason", Text("One CamelCase word.")),
            Optional("message", Text("One sentence for people.")),
            Optional("lastTransitionTime", Text("When status last changed.", TextFormat.Moment)),
            Optional("observedGeneration", Whole("The generation it speaks of.", 0, long.MaxValue)))
            .Opened());

    /// <summary>Amounts by resource.</summary>
    public static Schema Amounts(string description) => Map(description, new Schema
    {
        Type = SchemaType.WholeNumberOrText,
        Description = "For example 250m processors or 64Mi of memory.",
        Format = TextFormat.Quantity,
        Minimum = 0,
    });

    /// <summary>A document of any kind, in the same namespace.</summary>
    public static Schema Reference(string description) => Fields(
        description,
        Optional("apiVersion", Text("Its API version, for example apps/v1.").UpTo(253)),
        Required("kind", Text("Its kind, for example Deployment.").UpTo(63)),
        Required("name", Text("Its name.", TextFormat.Name)));

    /// <summary>A whole document around the members of its kind.</summary>
    public static Schema Document(string description, params IEnumerable<SchemaField> members) => Fields(
        description,
        [
            Required("apiVersion", Text("The API group and version that the document is written in.")),
            Required("kind", Text("The kind of the document.")),
            Required("metadata", Metadata),
            .. members,
        ]);

    /// <summary>The status of the condition <c>Ready</c>, for tables.</summary>
    public static PrinterColumn Ready { get; } = new(
        "Ready", "string", 0, "Whether the condition Ready holds.",
        static (document, _) => Columns.Condition(document, "Ready", "status"));

    /// <summary>The document's age, for tables.</summary>
    public static PrinterColumn Age { get; } = new(
        "Age", "string", 0, "Time since the document was first stored.",
        static (document, now) => Columns.Since(document, now, "metadata", "creationTimestamp"));
}
