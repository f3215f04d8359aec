using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Writing;

/// <summary>Reads and writes a workload's <c>spec.replicas</c> as <c>autoscaling/v1 Scale</c>, so that scalers need not
/// know the rest.</summary>
internal sealed class ScaleWriter(ObjectReader reader, ObjectWriter writer)
{
    /// <summary>GET of a scale.</summary>
    public async Task<Answer> GetAsync(Target target, CancellationToken cancellation) =>
        View(await reader.GetAsync(Whole(target), AnswerForm.Plain, "", cancellation));

    /// <summary>PUT of a scale.</summary>
    public async Task<Answer> ReplaceAsync(
        Target target, JsonObject scale, WriteOptions options, CancellationToken cancellation) =>
        await WriteAsync(target, scale, options, cancellation);

    /// <summary>PATCH of a scale.</summary>
    public async Task<Answer> PatchAsync(
        Target target, PatchForm form, JsonNode? patch, WriteOptions options, CancellationToken cancellation)
    {
        if (form == PatchForm.Apply)
        {
            return Refusals.UnsupportedMediaType("application/merge-patch+json, application/json-patch+json");
        }

        var live = await GetAsync(target, cancellation);
        if (live.Code != StatusCodes.Status200OK)
        {
            return live;
        }

        JsonNode? wanted;
        if (form != PatchForm.Operations)
        {
            wanted = MergePatch.Apply(live.Body, patch);
        }
        else if (!JsonPatch.TryApply(live.Body!.AsObject(), patch, out wanted, out var reason))
        {
            return Refusals.BadRequest($"the patch cannot be applied: {reason}");
        }

        // The revision that was read belongs to this server, unless the client named one.
        if (JsonRead.Text(patch, "metadata", "resourceVersion") is null)
        {
            (wanted?["metadata"] as JsonObject)?.Remove("resourceVersion");
        }

        return await WriteAsync(target, wanted as JsonObject ?? [], options, cancellation);
    }

    private async Task<Answer> WriteAsync(
        Target target, JsonObject scale, WriteOptions options, CancellationToken cancellation)
    {
        if (JsonRead.Whole(scale, "spec", "replicas") is not { } replicas)
        {
            return Refusals.Invalid(target.Kind, target.Name,
            [
                new Problem(
                    "spec.replicas", "A whole number stands there.", "Write how many pods each location has.",
                    ProblemCause.FieldValueRequired),
            ]);
        }

        var patch = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } };
        if (JsonRead.Text(scale, "metadata", "resourceVersion") is { Length: > 0 } version)
        {
            patch["metadata"] = new JsonObject { ["resourceVersion"] = version };
        }

        return View(await writer.PatchAsync(Whole(target), PatchForm.Merge, patch, options, cancellation));
    }

    private static Target Whole(Target target) => target with { Subresource = "" };

    private static string SelectorOf(JsonObject document) =>
        JsonRead.At(document, "spec", "selector") is { } selector
            && CoreJson.TryRead<Core.Workloads.LabelSelector>(JsonText.Write(selector), out var read, out _)
                ? read.ToQuery() : "";

    private static Answer View(Answer answer)
    {
        if (answer.Code >= StatusCodes.Status400BadRequest || answer.Body is not JsonObject document)
        {
            return answer;
        }

        var metadata = new JsonObject();
        foreach (var member in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            metadata[member] = JsonRead.At(document, "metadata", member)?.DeepClone();
        }

        return answer with
        {
            Body = new JsonObject
            {
                ["kind"] = "Scale",
                ["apiVersion"] = "autoscaling/v1",
                ["metadata"] = metadata,
                ["spec"] = new JsonObject { ["replicas"] = JsonRead.Whole(document, "spec", "replicas") ?? 1 },
                ["status"] = new JsonObject
                {
                    ["replicas"] = JsonRead.Whole(document, "status", "replicas") ?? 0,
                    ["selector"] = SelectorOf(document),
                },
            },
        };
    }
}
