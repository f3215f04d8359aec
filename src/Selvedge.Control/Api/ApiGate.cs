using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Selvedge.Control.Api.Access;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>What every request passes: health without a token, then who is asking and whether they may, the log line,
/// the metrics, and errors in Kubernetes' form.</summary>
internal sealed class ApiGate(
    ApiOptions options, IResourceStore store, Func<string, Caller?> authenticate, TimeProvider time,
    ApiHandler handler, ApiMetrics metrics, ILogger logger, CancellationToken stopping)
{
    /// <summary>Answers a request, or hands it to what is mapped beside the API.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = time.GetTimestamp();
        var note = new RequestNote();
        var (method, path) = (context.Request.Method, context.Request.Path.Value ?? "");
        try
        {
            if (await AnswerAsync(context, note, next) is { } answer)
            {
                await WriteAsync(context, answer);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went; there is nobody to tell.
        }
        catch (BadHttpRequestException error)
        {
            await FailAsync(context, error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Refusals.TooLarge()
                : Refusals.BadRequest("the request is malformed"));
        }
        catch (StoreException error)
        {
            Log.StoreFailed(logger, method, path, error);
            await FailAsync(context, error.Fault == StoreFault.Full
                ? Refusals.Full()
                : Refusals.Unavailable("the store does not answer; try again"));
        }
        catch (Exception error)
        {
            Log.Failed(logger, method, path, error);
            await FailAsync(context, Refusals.Internal());
        }
        finally
        {
            var took = time.GetElapsedTime(started);
            var code = context.Response.StatusCode;
            metrics.Answered(note.Verb, note.Resource, code, took);
            Log.Answered(
                logger, method, path, note.User, note.Verb, note.Resource, code, Math.Round(took.TotalMilliseconds, 2));
        }
    }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Code;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.CacheControl = "no-cache, private";
        foreach (var warning in answer.Warnings)
        {
            context.Response.Headers.Append("Warning", $"299 - \"{Quotable(warning)}\"");
        }

        if (answer.Code == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var body = JsonText.Write(answer.Body);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private async Task<Answer?> AnswerAsync(HttpContext context, RequestNote note, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (await OpenAsync(context, path) is { } open)
        {
            note.Verb = "get";
            return open.Answer;
        }

        var caller = Authenticate(context.Request);
        if (caller is null)
        {
            return Refusals.Unauthorized();
        }

        note.User = caller.User;
        HttpCaller.Set(context, caller);
        if (ApiHandler.Owns(path))
        {
            return await handler.HandleAsync(context, caller, note, stopping);
        }

        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        note.Verb = reads ? "get" : "create";
        if (!Authorizer.Allows(caller, Attributes.OfPath(note.Verb, path.Value!)))
        {
            return Refusals.Forbidden(
                $"forbidden: User \"{caller.User}\" cannot {note.Verb} path \"{path.Value}\"");
        }

        await next(context);
        return null;
    }

    // What is answered without a token; null: not that. A null inside: already written.
    private async Task<Open?> OpenAsync(HttpContext context, PathString path)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return null;
        }

        switch (path.Value)
        {
            // Clients that are made from Kubernetes' OpenAPI write it with the second slash.
            case "/version" or "/version/":
                return new Open(new Answer(StatusCodes.Status200OK, Discovery.Version(options.Version)));
            case "/healthz" or "/livez" or "/readyz":
                var ready = path.Value == "/livez" || await IsReadyAsync(context.RequestAborted);
                context.Response.StatusCode =
                    ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync(ready ? "ok" : "not ready", context.RequestAborted);
                return new Open(null);
            case "/metrics" when options.Metrics is not null:
                await options.Metrics(context);
                return new Open(null);
            default:
                return null;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        if (options.Ready?.Invoke() == false || stopping.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            await store.GetAsync(new ResourceKey(ResourceNames.Namespaces, "", BuiltIn.Namespaces[0]), cancellation);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private Caller? Authenticate(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length > Scheme.Length
            ? authenticate(header[Scheme.Length..].Trim())
            : null;
    }

    private static Task FailAsync(HttpContext context, Answer answer)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return WriteAsync(context, answer);
    }

    private static string Quotable(string text) => string.Concat(text.Select(c =>
        c is '"' or '\\' ? $"\\{c}" : char.IsAscii(c) && !char.IsControl(c) ? c.ToString(CultureInfo.InvariantCulture)
        : "?"));

    private sealed record Open(Answer? Answer);
}
