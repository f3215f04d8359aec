using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Requests;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>Answers get and list.</summary>
internal sealed class ObjectReader(IResourceStore store, TimeProvider time)
{
    /// <summary>GET of one document.</summary>
    public async Task<Answer> GetAsync(
        Target target, AnswerForm form, string includeObject, CancellationToken cancellation)
    {
        if (await store.GetAsync(target.Key, cancellation) is not { } stored)
        {
            return Refusals.NotFound(target.Kind, target.Name);
        }

        var document = JsonObject.Create(stored.Document)!;
        return new Answer(StatusCodes.Status200OK, Shape(target, document, form, includeObject));
    }

    /// <summary>One document in the form that was asked for.</summary>
    public JsonObject Shape(Target target, JsonObject document, AnswerForm form, string includeObject) => form switch
    {
        AnswerForm.Table => Tables.Table(
            target.Kind, [document],
            new JsonObject { ["resourceVersion"] = document["metadata"]?["resourceVersion"]?.DeepClone() },
            includeObject, time.GetUtcNow()),
        AnswerForm.Metadata => Tables.Partial(document),
        _ => document,
    };

    /// <summary>GET of a collection.</summary>
    public async Task<Answer> ListAsync(
        Target target, ListOptions options, AnswerForm form, CancellationToken cancellation)
    {
        var list = await store.ListAsync(
            target.Kind.Resource, target.Namespace.Length > 0 ? target.Namespace : null, cancellation);
        if (options.Revision > list.Revision && options.Revision is not null)
        {
            return Refusals.BadRequest("Too large resource version: the store has not come so far");
        }

        if (options.Exact && options.Revision != list.Revision)
        {
            return Refusals.Gone("the list of that revision is not kept; list without resourceVersion");
        }

        var documents = new List<JsonObject>();
        var left = 0;
        foreach (var item in list.Items)
        {
            if (options.ContinueAfter is { } last && Compare((item.Key.Namespace, item.Key.Name), last) <= 0)
            {
                continue;
            }

            var document = JsonObject.Create(item.Document)!;
            if (options.Labels.Matches(document) && options.Fields.Matches(document))
            {
                if (documents.Count < options.Limit)
                {
                    documents.Add(document);
                }
                else
                {
                    left++;
                }
            }
        }

        // Further pages carry the first one's revision: a watch from there misses nothing of any page.
        var revision = options.ContinueAfter is null ? list.Revision : options.ContinueRevision;
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (left > 0)
        {
            var end = documents[^1]["metadata"]!;
            metadata["continue"] = ListOptions.Token(
                revision, (string?)end["namespace"] ?? "", (string?)end["name"] ?? "");
            metadata["remainingItemCount"] = left;
        }

        return new Answer(StatusCodes.Status200OK, Shape(target, documents, metadata, options, form));
    }

    private JsonObject Shape(
        Target target, List<JsonObject> documents, JsonObject metadata, ListOptions options, AnswerForm form) =>
        form == AnswerForm.Table
            ? Tables.Table(target.Kind, documents, metadata, options.IncludeObject, time.GetUtcNow())
            : new JsonObject
            {
                ["kind"] = form == AnswerForm.Metadata ? "PartialObjectMetadataList" : target.Kind.Kind + "List",
                ["apiVersion"] = form == AnswerForm.Metadata ? "meta.k8s.io/v1" : target.Kind.ApiVersion,
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. documents.Select(document =>
                    form == AnswerForm.Metadata ? Tables.Partial(document) : document)]),
            };

    private static int Compare((string Namespace, string Name) a, (string Namespace, string Name) b)
    {
        var bySpace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return bySpace != 0 ? bySpace : string.CompareOrdinal(a.Name, b.Name);
    }
}
