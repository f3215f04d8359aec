using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Admission;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api.Writing;

/// <summary>Creates, replaces, patches and applies documents.</summary>
internal sealed class ObjectWriter(
    IResourceStore store, CrossChecks checks, TimeProvider time, Func<string> newId) : IDisposable
{
    // Written one after another, so that no two of them take one hostname or one address at once.
    private static readonly string[] InOrder =
        [ResourceNames.Sites, ResourceNames.Aggregates, ResourceNames.Prefixes, ResourceNames.IpAddresses];

    private readonly SemaphoreSlim _order = new(1);
    private readonly AddressTaking _taking = new(store);

    /// <summary>POST of a new document.</summary>
    public Task<Answer> CreateAsync(
        Target target, JsonObject wanted, WriteOptions options, CancellationToken cancellation)
    {
        if (wanted["metadata"] is JsonObject metadata && string.IsNullOrEmpty(JsonRead.Text(metadata, "name"))
            && JsonRead.Text(metadata, "generateName") is { Length: > 0 } beginning)
        {
            metadata["name"] = beginning + Suffix();
        }

        var named = target with { Name = JsonRead.Text(wanted, "metadata", "name") ?? "" };
        return InOrderAsync(target, async () =>
        {
            var result = await TryAsync(named, null, wanted, null, options, cancellation);
            return result ?? Refusals.AlreadyExists(target.Kind, named.Name);
        });
    }

    /// <summary>PUT of a whole document.</summary>
    public Task<Answer> ReplaceAsync(
        Target target, JsonObject wanted, WriteOptions options, CancellationToken cancellation) =>
        ChangeAsync(
            target, options,
            (live, _) => live is null
                ? (null, Refusals.NotFound(target.Kind, target.Name))
                : (wanted.DeepClone(), null),
            cancellation);

    /// <summary>PATCH in any of its forms.</summary>
    public Task<Answer> PatchAsync(
        Target target, PatchForm form, JsonNode? patch, WriteOptions options, CancellationToken cancellation)
    {
        if (form == PatchForm.Strategic && !target.Kind.IsKubernetes)
        {
            return Task.FromResult(Refusals.UnsupportedMediaType(
                "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"));
        }

        return ChangeAsync(
            target, options,
            (live, managers) => form == PatchForm.Apply
                ? Apply(target, live, patch, options, managers)
                : Patch(target, form, live, patch),
            cancellation, applies: form == PatchForm.Apply);
    }

    /// <inheritdoc/>
    public void Dispose() => _order.Dispose();

    private static (JsonNode? Wanted, Answer? Refusal) Patch(
        Target target, PatchForm form, JsonObject? live, JsonNode? patch)
    {
        if (live is null)
        {
            return (null, Refusals.NotFound(target.Kind, target.Name));
        }

        if (form == PatchForm.Operations)
        {
            return JsonPatch.TryApply(live, patch, out var result, out var reason)
                ? (result, null)
                : (null, Refusals.Invalid(target.Kind, target.Name,
                    [new Problem("patch", $"The patch cannot be applied: {reason}.", "Get the document anew.",
                        ProblemCause.FieldValueInvalid)]));
        }

        if (patch is not JsonObject)
        {
            return (null, Refusals.BadRequest("the patch must be an object"));
        }

        return (form == PatchForm.Merge
            ? MergePatch.Apply(live, patch)
            : StrategicMergePatch.Apply(target.Kind.Schema, live, patch), null);
    }

    private static (JsonNode? Wanted, Answer? Refusal) Apply(
        Target target, JsonObject? live, JsonNode? patch, WriteOptions options, FieldManagers managers)
    {
        if (!options.ManagerGiven)
        {
            return (null, Refusals.BadRequest("fieldManager is required for apply patch"));
        }

        if (patch is not JsonObject || patch["metadata"] is not JsonObject
            || JsonRead.At(patch, "metadata", "managedFields") is not null)
        {
            return (null, Refusals.BadRequest(
                "an applied configuration is an object with apiVersion, kind and metadata, and without managedFields"));
        }

        // Unknown fields go with the problems of the whole, nulls mean nothing here.
        var applied = patch.DeepClone().AsObject();
        if (live is not null)
        {
            applied["metadata"]!.AsObject().Remove("uid");
            applied["metadata"]!.AsObject().Remove("creationTimestamp");
        }

        Pruner.Prune(null, applied);
        if (live is null && target.Subresource.Length > 0)
        {
            return (null, Refusals.NotFound(target.Kind, target.Name));
        }

        var (next, conflicts) = managers.Apply(live, applied, options.Force);
        return next is null ? (null, Refusals.ApplyConflict(conflicts)) : (next, null);
    }

    private Task<Answer> ChangeAsync(
        Target target, WriteOptions options,
        Func<JsonObject?, FieldManagers, (JsonNode? Wanted, Answer? Refusal)> change,
        CancellationToken cancellation, bool applies = false) => InOrderAsync(target, async () =>
    {
        for (var attempt = 0; attempt < Limits.WriteAttemptsMax; attempt++)
        {
            var stored = await store.GetAsync(target.Key, cancellation);
            var live = stored is null ? null : JsonObject.Create(stored.Document);
            var managers = Managers(target, options);
            var (node, refusal) = change(live, managers);
            if (refusal is not null)
            {
                return refusal;
            }

            if (node is not JsonObject wanted)
            {
                return Refusals.BadRequest("the document must be an object");
            }

            if (await TryAsync(target, live, wanted, applies ? managers : null, options, cancellation) is { } answer)
            {
                return answer;
            }
        }

        return Refusals.Conflict(target.Kind, target.Name);
    });

    // Null: another writer was faster.
    private async Task<Answer?> TryAsync(
        Target target, JsonObject? live, JsonObject wanted, FieldManagers? applied, WriteOptions options,
        CancellationToken cancellation)
    {
        if (target.Subresource.Length > 0)
        {
            var (whole, part, managed) = (live!.DeepClone().AsObject(), wanted[target.Subresource],
                JsonRead.At(wanted, "metadata", "managedFields"));
            var version = JsonRead.At(wanted, "metadata", "resourceVersion")?.DeepClone();
            whole[target.Subresource] = part?.DeepClone();
            whole["metadata"]!["resourceVersion"] = version;
            whole["metadata"]!["managedFields"] = managed?.DeepClone();
            wanted = whole;
        }

        var change = new DocumentChange(target, options, time.GetUtcNow());
        var problems = change.Problems(wanted);
        if (wanted["metadata"] is not JsonObject metadata || JsonText.Depth(wanted) > CoreJson.DepthMax)
        {
            return problems.Count > 0
                ? Refusals.Invalid(target.Kind, target.Name, problems)
                : Refusals.BadRequest($"the document is nested deeper than {CoreJson.DepthMax}");
        }

        if (Mismatch(target, metadata) is { } mismatch)
        {
            return mismatch;
        }

        if (change.Refuse(live, wanted) is { } refusal)
        {
            // Without a resourceVersion of the client's own this was lost to a race that a retry mends.
            return refusal;
        }

        change.Settle(live, wanted, live is null ? newId() : "");
        DocumentChange.CheckImmutable(live, wanted, problems);
        await _taking.TakeAsync(target.Kind, live, wanted, problems, cancellation);
        await checks.CheckAsync(target.Kind, live, wanted, problems, cancellation);
        if (problems.Count > 0)
        {
            return Refusals.Invalid(target.Kind, target.Name, problems);
        }

        if (await NamespaceRefusalAsync(target, live, cancellation) is { } missing)
        {
            return missing;
        }

        if (applied is null)
        {
            Managers(target, options).Update(live, wanted);
        }

        var written = await StoreAsync(target, live, wanted, options, cancellation);
        return written is null ? null : written with { Warnings = change.Warnings };
    }

    private async Task<Answer?> StoreAsync(
        Target target, JsonObject? live, JsonObject wanted, WriteOptions options, CancellationToken cancellation)
    {
        var code = live is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        if (options.DryRun || JsonNode.DeepEquals(live, wanted))
        {
            var exists = live is null && await store.GetAsync(target.Key, cancellation) is not null;
            return exists ? null : new Answer(code, wanted);
        }

        var document = JsonText.Element(wanted);
        if (JsonText.Write(wanted).Length > Limits.BodyBytesMax)
        {
            return Refusals.TooLarge();
        }

        var expected = long.Parse(
            JsonRead.Text(live, "metadata", "resourceVersion") ?? "0",
            System.Globalization.CultureInfo.InvariantCulture);
        var released = JsonRead.At(live, "metadata", "deletionTimestamp") is not null
            && !JsonRead.Items(wanted, "metadata", "finalizers").Any();
        var result = released
            ? await store.DeleteAsync(target.Key, expected, cancellation)
            : await store.PutAsync(target.Key, document, expected, cancellation);
        return result.Outcome switch
        {
            WriteOutcome.Written when released => new Answer(code, wanted),
            WriteOutcome.Written => new Answer(code, JsonObject.Create(result.Resource!.Document)!),
            WriteOutcome.NotFound => Refusals.NotFound(target.Kind, target.Name),
            _ => null,
        };
    }

    private static Answer? Mismatch(Target target, JsonObject metadata)
    {
        var name = JsonRead.Text(metadata, "name");
        if (name is not null && target.Name.Length > 0 && name != target.Name)
        {
            return Refusals.BadRequest(
                "the name of the object does not match the name on the URL; a name never changes");
        }

        metadata["name"] ??= target.Name.Length > 0 ? target.Name : null;
        var space = JsonRead.Text(metadata, "namespace") ?? "";
        return target.Kind.Namespaced && space.Length > 0 && space != target.Namespace
            ? Refusals.BadRequest(
                "the namespace of the provided object does not match the namespace sent on the request")
            : null;
    }

    private async Task<Answer?> NamespaceRefusalAsync(Target target, JsonObject? live, CancellationToken cancellation)
    {
        if (live is not null || !target.Kind.Namespaced)
        {
            return null;
        }

        var key = new ResourceKey(ResourceNames.Namespaces, "", target.Namespace);
        var stored = await store.GetAsync(key, cancellation);
        if (stored is null)
        {
            return Refusals.NotFound(KindRegistry.FindByPlural("", "v1", "namespaces")!, target.Namespace);
        }

        var terminating = JsonRead.Text(JsonObject.Create(stored.Document), "status", "phase") == "Terminating";
        return !terminating ? null : Refusals.Forbidden(
            $"{target.Kind.Resource} \"{target.Name}\" is forbidden: unable to create new content in namespace "
            + $"{target.Namespace} because it is being terminated", target.Kind, target.Name);
    }

    private FieldManagers Managers(Target target, WriteOptions options) =>
        new(target.Kind, options.FieldManager, target.Subresource, DocumentChange.Moment(time.GetUtcNow()));

    private async Task<Answer> InOrderAsync(Target target, Func<Task<Answer>> write)
    {
        if (!InOrder.Contains(target.Kind.Resource, StringComparer.Ordinal))
        {
            return await write();
        }

        await _order.WaitAsync();
        try
        {
            return await write();
        }
        finally
        {
            _order.Release();
        }
    }

    // As Kubernetes: five characters that spell no word.
    private string Suffix()
    {
        const string Letters = "bcdfghjklmnpqrstvwxz2456789";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(newId()));
        return string.Concat(hash.Take(5).Select(octet => Letters[octet % Letters.Length]));
    }
}
