using System.Collections.Frozen;

namespace Selvedge.Control.Api.Requests;

/// <summary>The shape of one protobuf message, as far as it is read.</summary>
/// <param name="Fields">Name and type of each known field, by number.</param>
internal sealed record ProtobufMessage(
    FrozenDictionary<int, (string Name, ProtobufType Type, ProtobufMessage? Of)> Fields)
{
    private static readonly ProtobufMessage Time = Of(
        (1, "seconds", ProtobufType.Number), (2, "nanos", ProtobufType.Number));

    private static readonly ProtobufMessage Metadata = Of(
        (1, "name", ProtobufType.Text), (2, "generateName", ProtobufType.Text), (3, "namespace", ProtobufType.Text),
        (5, "uid", ProtobufType.Text), (6, "resourceVersion", ProtobufType.Text),
        (11, "labels", ProtobufType.TextMap), (12, "annotations", ProtobufType.TextMap),
        (14, "finalizers", ProtobufType.TextList));

    private static readonly ProtobufMessage Reference = Of(
        (1, "kind", ProtobufType.Text), (2, "namespace", ProtobufType.Text), (3, "name", ProtobufType.Text),
        (4, "uid", ProtobufType.Text), (5, "apiVersion", ProtobufType.Text),
        (6, "resourceVersion", ProtobufType.Text), (7, "fieldPath", ProtobufType.Text));

    /// <summary>The envelope that Kubernetes' clients put around every message.</summary>
    public static ProtobufMessage Envelope { get; } = Of(
        (1, "typeMeta", Of((1, "apiVersion", ProtobufType.Text), (2, "kind", ProtobufType.Text))),
        (2, "raw", ProtobufType.Bytes));

    /// <summary>The messages that are read, by apiVersion and kind. The field numbers are those of Kubernetes'
    /// generated.proto files.</summary>
    public static FrozenDictionary<(string ApiVersion, string Kind), ProtobufMessage> Known { get; } =
        new Dictionary<(string, string), ProtobufMessage>
        {
            [("v1", "Namespace")] = Of(
                (1, "metadata", Metadata), (2, "spec", Of((1, "finalizers", ProtobufType.TextList)))),
            [("v1", "ConfigMap")] = Of(
                (1, "metadata", Metadata), (2, "data", ProtobufType.TextMap), (3, "binaryData", ProtobufType.BytesMap),
                (4, "immutable", ProtobufType.Truth)),
            [("v1", "Secret")] = Of(
                (1, "metadata", Metadata), (2, "data", ProtobufType.BytesMap), (3, "type", ProtobufType.Text),
                (4, "stringData", ProtobufType.TextMap), (5, "immutable", ProtobufType.Truth)),
            [("v1", "Event")] = Of(
                (1, "metadata", Metadata), (2, "involvedObject", Reference), (3, "reason", ProtobufType.Text),
                (4, "message", ProtobufType.Text),
                (5, "source", Of((1, "component", ProtobufType.Text), (2, "host", ProtobufType.Text))),
                (6, "firstTimestamp", Time), (7, "lastTimestamp", Time), (8, "count", ProtobufType.Number),
                (9, "type", ProtobufType.Text), (10, "eventTime", Time), (12, "action", ProtobufType.Text),
                (13, "related", Reference), (14, "reportingComponent", ProtobufType.Text),
                (15, "reportingInstance", ProtobufType.Text)),
            [("authorization.k8s.io/v1", "SelfSubjectAccessReview")] = Of(
                (1, "metadata", Metadata),
                (2, "spec", Of(
                    (1, "resourceAttributes", Of(
                        (1, "namespace", ProtobufType.Text), (2, "verb", ProtobufType.Text),
                        (3, "group", ProtobufType.Text), (4, "version", ProtobufType.Text),
                        (5, "resource", ProtobufType.Text), (6, "subresource", ProtobufType.Text),
                        (7, "name", ProtobufType.Text))),
                    (2, "nonResourceAttributes", Of(
                        (1, "path", ProtobufType.Text), (2, "verb", ProtobufType.Text)))))),
            [("authorization.k8s.io/v1", "SelfSubjectRulesReview")] = Of(
                (1, "metadata", Metadata), (2, "spec", Of((1, "namespace", ProtobufType.Text)))),
            [("authentication.k8s.io/v1", "SelfSubjectReview")] = Of((1, "metadata", Metadata)),
            [("v1", "DeleteOptions")] = DeleteOptions,
            [("meta.k8s.io/v1", "DeleteOptions")] = DeleteOptions,
        }.ToFrozenDictionary();

    /// <summary>Whether it is a moment, which JSON writes as text.</summary>
    public bool IsTime => ReferenceEquals(this, Time);

    private static ProtobufMessage DeleteOptions => Of(
        (1, "gracePeriodSeconds", ProtobufType.Number),
        (2, "preconditions", Of((1, "uid", ProtobufType.Text), (2, "resourceVersion", ProtobufType.Text))),
        (3, "orphanDependents", ProtobufType.Truth), (4, "propagationPolicy", ProtobufType.Text),
        (5, "dryRun", ProtobufType.TextList));

    private static ProtobufMessage Of(params ReadOnlySpan<Field> fields)
    {
        var known = new Dictionary<int, (string, ProtobufType, ProtobufMessage?)>();
        foreach (var field in fields)
        {
            known[field.Number] = (field.Name, field.Type, field.Message);
        }

        return new ProtobufMessage(known.ToFrozenDictionary());
    }

    private readonly record struct Field(int Number, string Name, ProtobufType Type, ProtobufMessage? Message)
    {
        public static implicit operator Field((int Number, string Name, ProtobufType Type) field) =>
            new(field.Number, field.Name, field.Type, null);

        public static implicit operator Field((int Number, string Name, ProtobufMessage Message) field) =>
            new(field.Number, field.Name, ProtobufType.Message, field.Message);
    }
}
