using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Selvedge.Control.Documents;
using Selvedge.Control.Verdicts;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Commands;

/// <summary>Serves the network's commands beside the documents, under <c>/selvedge/v1</c>. Behind the API's
/// authentication and authorization.</summary>
public static class CommandEndpoints
{
    /// <summary>A question names a URL or a hostname; nothing of ours is longer.</summary>
    private const int BodyBytesMax = 16 << 10;

    /// <summary>Adds the routes.</summary>
    public static void Map(
        IEndpointRouteBuilder routes, NetworkCommands commands, VerdictLoop verdicts, Replay replay)
    {
        routes.MapPost("/selvedge/v1/purges", context => PurgeAsync(context, commands));
        routes.MapPost("/selvedge/v1/traces", context => AskAsync(context, commands, "trace"));
        routes.MapPost("/selvedge/v1/whys", context => AskAsync(context, commands, "why"));
        routes.MapGet("/selvedge/v1/verdicts", context => WriteAsync(context, 200, verdicts.Current));
        routes.MapGet("/selvedge/v1/replays", context => ReplayAsync(context, replay));
    }

    private static async Task PurgeAsync(HttpContext context, NetworkCommands commands)
    {
        if (await ReadAsync(context) is not { } body)
        {
            return;
        }

        if (!CoreJson.TryRead<PurgeRequest>(body, out var request, out _))
        {
            await RefuseAsync(context, 400, "The body is not a purge. Write {\"url\": \"https://host/path\"}.");
            return;
        }

        var (receipts, problems) = await commands.PurgeAsync(request, context.RequestAborted);
        if (!problems.IsEmpty)
        {
            await RefuseAsync(context, 422, string.Join(' ', problems));
            return;
        }

        await WriteAsync(context, 200, new Answer<PurgeReceipt>(receipts));
    }

    private static async Task AskAsync(HttpContext context, NetworkCommands commands, string verb)
    {
        if (await ReadAsync(context) is not { } body)
        {
            return;
        }

        if (!CoreJson.TryRead<JsonElement>(body, out var question, out _) || question.ValueKind != JsonValueKind.Object)
        {
            await RefuseAsync(context, 400, $"The body is not a JSON object that {verb} understands.");
            return;
        }

        var answers = await commands.AskAsync(verb, body, context.RequestAborted);
        await WriteAsync(context, 200, new Answer<NodeAnswer>(answers));
    }

    private static async Task ReplayAsync(HttpContext context, Replay replay)
    {
        if (!ReplayRequest.TryRead(name => context.Request.Query[name].ToString(), out var question, out var problem))
        {
            await RefuseAsync(context, 400, problem);
            return;
        }

        await WriteAsync(context, 200, await replay.AnswerAsync(question, context.RequestAborted));
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            if (body.Length + read > BodyBytesMax)
            {
                await RefuseAsync(context, 413, $"The body is larger than {BodyBytesMax} bytes.");
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Answers with Kubernetes' Status of a failure.</summary>
    internal static Task RefuseAsync(HttpContext context, int code, string message) => WriteAsync(
        context,
        code,
        new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["message"] = message,
            ["code"] = code,
        }.ToElement());

    /// <summary>Answers with a value.</summary>
    internal static Task WriteAsync<T>(HttpContext context, int code, T value)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(CoreJson.Write(value), context.RequestAborted).AsTask();
    }
}
