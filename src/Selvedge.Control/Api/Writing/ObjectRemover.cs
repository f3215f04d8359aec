using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api.Writing;

/// <summary>Deletes documents.</summary>
internal sealed class ObjectRemover(IResourceStore store, TimeProvider time)
{
    /// <summary>DELETE of one document.</summary>
    /// <param name="target">Which.</param>
    /// <param name="body">Kubernetes' DeleteOptions, or null.</param>
    /// <param name="dryRun">Check, store nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Answer> DeleteAsync(
        Target target, JsonNode? body, bool dryRun, CancellationToken cancellation)
    {
        dryRun |= JsonRead.Texts(body, "dryRun").Any(entry => entry.Text == "All");
        for (var attempt = 0; attempt < Limits.WriteAttemptsMax; attempt++)
        {
            if (await store.GetAsync(target.Key, cancellation) is not { } stored)
            {
                return Refusals.NotFound(target.Kind, target.Name);
            }

            var live = JsonObject.Create(stored.Document)!;
            if (Refuse(target, body, live) is { } refusal)
            {
                return refusal;
            }

            if (dryRun)
            {
                return Removed(target, live);
            }

            if (target.Kind.Resource == ResourceNames.Namespaces
                && await EmptyAsync(target, stored, live, cancellation) is { } busy)
            {
                return busy;
            }

            var answer = JsonRead.Items(live, "metadata", "finalizers").Any()
                ? await MarkAsync(target, stored, live, cancellation)
                : await RemoveAsync(target, stored, live, cancellation);
            if (answer is not null)
            {
                return answer;
            }
        }

        return Refusals.Conflict(target.Kind, target.Name);
    }

    private static Answer? Refuse(Target target, JsonNode? body, JsonObject live)
    {
        var uid = JsonRead.Text(body, "preconditions", "uid");
        if (uid is not null && uid != JsonRead.Text(live, "metadata", "uid"))
        {
            return Refusals.Conflict(target.Kind, target.Name, "the UID in the precondition is of another object");
        }

        var version = JsonRead.Text(body, "preconditions", "resourceVersion");
        if (version is not null && version != JsonRead.Text(live, "metadata", "resourceVersion"))
        {
            return Refusals.Conflict(target.Kind, target.Name);
        }

        return target.Kind.Resource == ResourceNames.Namespaces
            && BuiltIn.Namespaces.Contains(target.Name, StringComparer.Ordinal)
            ? Refusals.Forbidden(
                $"namespaces \"{target.Name}\" is forbidden: this namespace may not be deleted", target.Kind,
                target.Name)
            : null;
    }

    private async Task<Answer?> MarkAsync(
        Target target, StoredResource stored, JsonObject live, CancellationToken cancellation)
    {
        if (JsonRead.At(live, "metadata", "deletionTimestamp") is not null)
        {
            return new Answer(StatusCodes.Status200OK, live);
        }

        live["metadata"]!["deletionTimestamp"] = DocumentChange.Moment(time.GetUtcNow());
        live["metadata"]!["deletionGracePeriodSeconds"] = 0;
        var result = await store.PutAsync(target.Key, JsonText.Element(live), stored.Revision, cancellation);
        return result.Outcome == WriteOutcome.Written
            ? new Answer(StatusCodes.Status200OK, JsonObject.Create(result.Resource!.Document)!)
            : null;
    }

    private async Task<Answer?> RemoveAsync(
        Target target, StoredResource stored, JsonObject live, CancellationToken cancellation)
    {
        // A namespace was changed by emptying it; nobody else writes it then.
        var expected = target.Kind.Resource == ResourceNames.Namespaces ? 0 : stored.Revision;
        var result = await store.DeleteAsync(target.Key, expected, cancellation);
        return result.Outcome switch
        {
            WriteOutcome.Written => Removed(target, live),
            WriteOutcome.NotFound => Refusals.NotFound(target.Kind, target.Name),
            _ => null,
        };
    }

    // First nothing new may come in, then everything goes.
    private async Task<Answer?> EmptyAsync(
        Target target, StoredResource stored, JsonObject live, CancellationToken cancellation)
    {
        var marked = live.DeepClone().AsObject();
        marked["status"] = new JsonObject { ["phase"] = "Terminating" };
        var put = await store.PutAsync(target.Key, JsonText.Element(marked), stored.Revision, cancellation);
        if (put.Outcome != WriteOutcome.Written)
        {
            return Refusals.Conflict(target.Kind, target.Name);
        }

        var held = 0;
        foreach (var kind in KindRegistry.All.Where(kind => kind.Namespaced))
        {
            var list = await store.ListAsync(kind.Resource, target.Name, cancellation);
            foreach (var item in list.Items)
            {
                var one = new Target(kind, target.Name, item.Key.Name, "");
                var answer = await DeleteAsync(one, null, dryRun: false, cancellation);
                held += JsonRead.Text(answer.Body, "kind") == "Status" ? 0 : 1;
            }
        }

        return held == 0 ? null : new Answer(StatusCodes.Status200OK, JsonObject.Create(put.Resource!.Document)!);
    }

    private static Answer Removed(Target target, JsonObject live) =>
        Refusals.Success(target.Kind, target.Name, JsonRead.Text(live, "metadata", "uid") ?? "");
}
