using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>Turns what a client wants into what is stored: problems found, server-owned fields kept, status and spec
/// kept apart, secrets folded, generation counted. No I/O.</summary>
internal sealed class DocumentChange(Target target, WriteOptions options, DateTimeOffset now)
{
    /// <summary>Sentences for the client that do not refuse the write.</summary>
    public ImmutableArray<string> Warnings { get; private set; } = [];

    /// <summary>Finds the problems of a document; unknown fields count by the request's fieldValidation.</summary>
    public List<Problem> Problems(JsonObject wanted)
    {
        var problems = DocumentValidator.Validate(target.Kind, wanted)
            .Where(problem => target.Subresource.Length == 0
                || problem.Path.StartsWith(target.Subresource, StringComparison.Ordinal)).ToList();
        if (options.FieldValidation == "Strict")
        {
            return problems;
        }

        if (options.FieldValidation == "Warn")
        {
            Warnings = [.. problems.Where(problem => problem.Cause == ProblemCause.FieldUnknown)
                .Select(problem => $"unknown field \"{problem.Path}\"").Take(Limits.WarningsMax)];
        }

        problems.RemoveAll(problem => problem.Cause == ProblemCause.FieldUnknown);
        return problems;
    }

    /// <summary>Whether the wanted document may follow the live one at all; null: it may.</summary>
    public Answer? Refuse(JsonObject? live, JsonObject wanted)
    {
        var version = JsonRead.Text(wanted, "metadata", "resourceVersion") ?? "";
        if (live is null)
        {
            return version.Length is 0
                ? null
                : Refusals.BadRequest("resourceVersion should not be set on objects to be created");
        }

        if (version.Length > 0 && version != "0" && version != JsonRead.Text(live, "metadata", "resourceVersion"))
        {
            return Refusals.Conflict(target.Kind, target.Name);
        }

        var uid = JsonRead.Text(wanted, "metadata", "uid") ?? "";
        return uid.Length > 0 && uid != JsonRead.Text(live, "metadata", "uid")
            ? Refusals.Conflict(target.Kind, target.Name, "the uid is of another object of this name")
            : null;
    }

    /// <summary>Keeps what the client may not change.</summary>
    /// <param name="live">Before; null: new.</param>
    /// <param name="wanted">Changed in place into what is stored.</param>
    /// <param name="newUid">The uid of a new document.</param>
    public void Settle(JsonObject? live, JsonObject wanted, string newUid)
    {
        Pruner.Prune(target.Kind.Schema, wanted);
        var metadata = wanted["metadata"]!.AsObject();
        foreach (var name in (string[])["selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"])
        {
            Keep(live?["metadata"], metadata, name);
        }

        if (live is null)
        {
            metadata["uid"] = newUid;
            metadata["creationTimestamp"] = Moment(now);
            metadata.Remove("resourceVersion");
        }
        else
        {
            foreach (var name in (string[])["uid", "creationTimestamp", "resourceVersion"])
            {
                Keep(live["metadata"], metadata, name);
            }
        }

        if (target.Kind.Namespaced)
        {
            metadata["namespace"] = target.Namespace;
        }

        if (target.Kind.HasStatus && target.Subresource.Length == 0)
        {
            Keep(live, wanted, "status");
        }

        SettleKind(live, wanted, metadata);
        if (target.Kind.HasSpec && target.Kind.Group.Length > 0)
        {
            var before = JsonRead.Whole(live, "metadata", "generation") ?? 0;
            metadata["generation"] = JsonNode.DeepEquals(live?["spec"], wanted["spec"]) && live is not null
                ? before
                : before + 1;
        }
    }

    /// <summary>RFC 3339 in whole seconds, as Kubernetes writes moments.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What may not change of a document that says it is immutable.</summary>
    public static void CheckImmutable(JsonObject? live, JsonObject wanted, ICollection<Problem> problems)
    {
        if (!JsonRead.IsTrue(live, "immutable"))
        {
            return;
        }

        foreach (var name in (string[])["data", "binaryData", "immutable"])
        {
            if (!JsonNode.DeepEquals(live![name], wanted[name]))
            {
                problems.Add(new Problem(
                    name, "The document is immutable.", "Delete it and create it anew.",
                    ProblemCause.FieldValueForbidden));
            }
        }
    }

    private void SettleKind(JsonObject? live, JsonObject wanted, JsonObject metadata)
    {
        switch (target.Kind.Kind)
        {
            case "Secret":
                FoldSecret(wanted);
                break;
            case "Namespace":
                var labels = metadata["labels"] as JsonObject ?? [];
                labels["kubernetes.io/metadata.name"] = JsonRead.Text(metadata, "name");
                metadata["labels"] = labels.Parent is null ? labels : labels.DeepClone();
                wanted["status"] = live?["status"]?.DeepClone() ?? new JsonObject { ["phase"] = "Active" };
                break;
            default:
                break;
        }
    }

    private static void FoldSecret(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject plain)
        {
            var data = secret["data"] as JsonObject ?? [];
            foreach (var (key, value) in plain)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonRead.Text(value) ?? ""));
            }

            secret.Remove("stringData");
            secret.Remove("data");
            secret["data"] = data;
        }

        if (JsonRead.Text(secret, "type") is null or "")
        {
            secret["type"] = "Opaque";
        }
    }

    private static void Keep(JsonNode? from, JsonObject to, string name)
    {
        if (JsonRead.At(from, name) is { } value)
        {
            to[name] = value.DeepClone();
        }
        else
        {
            to.Remove(name);
        }
    }
}
