using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Access;
using Selvedge.Control.Api.Admission;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Requests;
using Selvedge.Control.Api.Writing;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>Answers what lies under <c>/api</c>, <c>/apis</c> and <c>/openapi</c>.</summary>
internal sealed class ApiHandler : IDisposable
{
    private readonly IResourceStore _store;
    private readonly TimeProvider _time;
    private readonly ApiMetrics _metrics;
    private readonly ObjectReader _reader;
    private readonly ObjectWriter _writer;
    private readonly ObjectRemover _remover;
    private readonly ScaleWriter _scales;
    private readonly PodLogHandler _logs;

    public ApiHandler(
        IResourceStore store, TimeProvider time, Func<string> newId, ApiMetrics metrics, PodLogReader? logs)
    {
        (_store, _time, _metrics) = (store, time, metrics);
        _reader = new ObjectReader(store, time);
        _writer = new ObjectWriter(store, new CrossChecks(store), time, newId);
        _remover = new ObjectRemover(store, time);
        _scales = new ScaleWriter(_reader, _writer);
        _logs = new PodLogHandler(store, time, logs);
    }

    /// <summary>Whether a path is answered here.</summary>
    public static bool Owns(PathString path) => path.StartsWithSegments("/api", StringComparison.Ordinal)
        || path.StartsWithSegments("/apis", StringComparison.Ordinal)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal);

    /// <summary>Answers one request.</summary>
    /// <returns>The answer; null: a watch, already written.</returns>
    public async Task<Answer?> HandleAsync(
        HttpContext context, Caller caller, RequestNote note, CancellationToken stopping)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var form = AnswerForms.Of(context.Request);
        if (Static(path, form) is { } known)
        {
            note.Verb = "get";
            return !HttpMethods.IsGet(context.Request.Method) ? Refusals.MethodNotAllowed()
                : Authorizer.Allows(caller, Attributes.OfPath("get", context.Request.Path.Value!))
                    ? known
                    : Denied(caller, "get", path);
        }

        var (group, version, rest) = path switch
        {
            ["api", var v, .. var more] => ("", v, more),
            ["apis", var g, var v, .. var more] => (g, v, more),
            _ => ("", "", Array.Empty<string>()),
        };
        if (rest.Length == 1 && version == "v1" && Reviews.Has(group, rest[0]))
        {
            return await ReviewAsync(context, caller, note, group, rest[0]);
        }

        if (Target.Find(group, version, rest) is not { } target)
        {
            return Refusals.NoPath();
        }

        note.Resource = target.Kind.Resource;
        return await DispatchAsync(context, caller, note, target, form, stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static Answer? Static(string[] path, AnswerForm form)
    {
        JsonNode? body = path switch
        {
            ["api"] => form switch
            {
                AnswerForm.Discovery => Discovery.Aggregated(core: true, "v2"),
                AnswerForm.DiscoveryBeta => Discovery.Aggregated(core: true, "v2beta1"),
                _ => Discovery.Legacy(),
            },
            ["apis"] => form switch
            {
                AnswerForm.Discovery => Discovery.Aggregated(core: false, "v2"),
                AnswerForm.DiscoveryBeta => Discovery.Aggregated(core: false, "v2beta1"),
                _ => Discovery.GroupList(),
            },
            ["apis", var group] => Discovery.Group(group),
            ["api", var version] => Discovery.Resources("", version),
            ["apis", var group, var version] => Discovery.Resources(group, version),
            ["openapi", "v3"] => OpenApi.Index(),
            ["openapi", "v3", .. var rest] => OpenApi.Find(string.Join('/', rest))?.DeepClone(),
            _ => null,
        };
        var aggregated = form is AnswerForm.Discovery or AnswerForm.DiscoveryBeta && path.Length == 1;
        var type = !aggregated ? "application/json" : "application/json;g=apidiscovery.k8s.io;v="
            + (form == AnswerForm.Discovery ? "v2" : "v2beta1") + ";as=APIGroupDiscoveryList";
        return body is not null ? new Answer(StatusCodes.Status200OK, body) { ContentType = type }
            : path is ["openapi", ..] or ["apis", _] or ["api", _] or ["apis", _, _] ? Refusals.NoPath()
            : null;
    }

    private static async Task<Answer> ReviewAsync(
        HttpContext context, Caller caller, RequestNote note, string group, string plural)
    {
        (note.Verb, note.Resource) = ("create", $"{plural}.{group}");
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Refusals.MethodNotAllowed();
        }

        if (!Authorizer.Allows(caller, new Attributes("create", group, plural, "", "")))
        {
            return Denied(caller, "create", [plural]);
        }

        var (body, refusal) = await Body.ReadAsync(context);
        return refusal ?? Reviews.Answer(plural, caller, body);
    }

    private async Task<Answer?> DispatchAsync(
        HttpContext context, Caller caller, RequestNote note, Target target, AnswerForm form,
        CancellationToken stopping)
    {
        var verb = VerbOf(context.Request, target);
        note.Verb = verb;
        if (verb.Length == 0 || (target.Kind.MadeByControlPlane && verb is ("create" or "update" or "patch")))
        {
            return Refusals.MethodNotAllowed();
        }

        if (!Authorizer.Allows(
            caller, new Attributes(verb, target.Kind.Group, target.Kind.Plural, target.Subresource, "")))
        {
            return Denied(caller, verb, target);
        }

        if (target.Subresource == "log")
        {
            return await _logs.HandleAsync(context, target, stopping);
        }

        if (form == AnswerForm.None)
        {
            return Refusals.NotAcceptable();
        }

        return verb switch
        {
            "get" when target.Subresource == "scale" => await _scales.GetAsync(target, context.RequestAborted),
            "get" => await _reader.GetAsync(
                target, form, context.Request.Query["includeObject"].ToString(), context.RequestAborted),
            "list" or "watch" => await ListAsync(context, target, form, stopping),
            "delete" or "deletecollection" => await DeleteAsync(context, target, verb == "delete"),
            _ => await WriteAsync(context, target, verb, form),
        };
    }

    private async Task<Answer?> ListAsync(
        HttpContext context, Target target, AnswerForm form, CancellationToken stopping)
    {
        if (!ListOptions.TryRead(target.Kind, context.Request.Query, out var options, out var refusal))
        {
            return refusal;
        }

        if (!options.Watch)
        {
            return await _reader.ListAsync(target, options, form, context.RequestAborted);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        _metrics.WatchOpened(target.Kind.Resource);
        try
        {
            await new WatchStream(_store, _time, target, options, form).RunAsync(context, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went, or the server stops.
        }
        finally
        {
            _metrics.WatchClosed(target.Kind.Resource);
        }

        return null;
    }

    private async Task<Answer> WriteAsync(HttpContext context, Target target, string verb, AnswerForm form)
    {
        if (!WriteOptions.TryRead(
            context.Request.Query, context.Request.Headers.UserAgent.ToString(), out var options, out var reason))
        {
            return Refusals.BadRequest(reason);
        }

        Answer answer;
        if (verb == "patch")
        {
            var (patchForm, patch, unreadable) = await Body.ReadPatchAsync(context);
            answer = unreadable ?? (target.Subresource == "scale"
                ? await _scales.PatchAsync(target, patchForm, patch, options, context.RequestAborted)
                : await _writer.PatchAsync(target, patchForm, patch, options, context.RequestAborted));
        }
        else
        {
            var (body, unreadable) = await Body.ReadAsync(context);
            answer = unreadable ?? (body is not JsonObject document
                ? Refusals.BadRequest("the body must be one object")
                : verb == "create"
                    ? await _writer.CreateAsync(target, document, options, context.RequestAborted)
                    : target.Subresource == "scale"
                        ? await _scales.ReplaceAsync(target, document, options, context.RequestAborted)
                        : await _writer.ReplaceAsync(target, document, options, context.RequestAborted));
        }

        return answer.Code >= StatusCodes.Status400BadRequest || answer.Body is not JsonObject written
            || target.Subresource == "scale"
            ? answer
            : answer with { Body = _reader.Shape(target, written, form, "Metadata") };
    }

    private async Task<Answer> DeleteAsync(HttpContext context, Target target, bool one)
    {
        var (body, unreadable) = await Body.ReadAsync(context);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var dryRun = context.Request.Query["dryRun"].ToString() == "All";
        if (one)
        {
            return await _remover.DeleteAsync(target, body, dryRun, context.RequestAborted);
        }

        if (!ListOptions.TryRead(target.Kind, context.Request.Query, out var options, out var refusal))
        {
            return refusal!;
        }

        var answer = await _reader.ListAsync(
            target, options with { Watch = false }, AnswerForm.Plain, context.RequestAborted);
        foreach (var (_, item) in JsonRead.Items(answer.Body, "items"))
        {
            var each = target with
            {
                Namespace = JsonRead.Text(item, "metadata", "namespace") ?? "",
                Name = JsonRead.Text(item, "metadata", "name") ?? "",
            };
            await _remover.DeleteAsync(each, body, dryRun, context.RequestAborted);
        }

        return answer;
    }

    private static string VerbOf(HttpRequest request, Target target)
    {
        var collection = target.Name.Length == 0;
        return request.Method switch
        {
            "GET" when !collection => "get",
            "GET" => request.Query["watch"].ToString() is "true" or "1" ? "watch" : "list",
            "POST" when collection && (!target.Kind.Namespaced || target.Namespace.Length > 0) => "create",
            "PUT" when !collection && target.Subresource != "log" => "update",
            "PATCH" when !collection && target.Subresource != "log" => "patch",
            "DELETE" when target.Subresource.Length > 0 => "",
            "DELETE" => collection ? "deletecollection" : "delete",
            _ => "",
        };
    }

    private static Answer Denied(Caller caller, string verb, Target target)
    {
        var where = target.Namespace.Length > 0 ? $" in the namespace \"{target.Namespace}\"" : " at the cluster scope";
        var subject = target.Name.Length > 0 ? $"{target.Kind.Resource} \"{target.Name}\"" : target.Kind.Resource;
        return Refusals.Forbidden(
            $"{subject} is forbidden: User \"{caller.User}\" cannot {verb} resource \"{target.Kind.Plural}\" in API "
            + $"group \"{target.Kind.Group}\"{where}", target.Kind, target.Name);
    }

    private static Answer Denied(Caller caller, string verb, string[] path) => Refusals.Forbidden(
        $"forbidden: User \"{caller.User}\" cannot {verb} path \"/{string.Join('/', path)}\"");
}
