using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Requests;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api;

/// <summary>Answers <c>GET .../pods/NAME/log</c> as Kubernetes does: plain text, until it ends or the client
/// leaves.</summary>
internal sealed class PodLogHandler(IResourceStore store, TimeProvider time, PodLogReader? logs)
{
    /// <summary>Answers one request.</summary>
    /// <returns>A refusal; null: the text was written.</returns>
    public async Task<Answer?> HandleAsync(HttpContext context, Target target, CancellationToken stopping)
    {
        if (await store.GetAsync(target.Key, context.RequestAborted) is not { } stored)
        {
            return Refusals.NotFound(target.Kind, target.Name);
        }

        var document = JsonObject.Create(stored.Document)!;
        if (logs is null)
        {
            return Refusals.Unavailable("this server reaches no nodes, so that it has no logs");
        }

        if (!TryRead(target, document, context.Request.Query, out var request, out var reason))
        {
            return Refusals.BadRequest(reason);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await WriteAsync(context, logs(request, end.Token), request.BytesMax, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went, or the server stops.
        }
        catch (PodLogException error) when (!context.Response.HasStarted)
        {
            return Refusals.Unavailable(error.Message);
        }
        catch (PodLogException)
        {
            // What was written stands; the client sees the end.
            context.Abort();
        }

        return null;
    }

    private static async Task WriteAsync(
        HttpContext context, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, long? bytesMax,
        CancellationToken cancellation)
    {
        var left = bytesMax ?? long.MaxValue;
        await foreach (var piece in pieces.WithCancellation(cancellation))
        {
            await StartAsync(context, cancellation);
            var part = piece.Length > left ? piece[..(int)left] : piece;
            await context.Response.Body.WriteAsync(part, cancellation);
            await context.Response.Body.FlushAsync(cancellation);
            left -= part.Length;
            if (left == 0)
            {
                return;
            }
        }

        await StartAsync(context, cancellation);
    }

    private static async Task StartAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.StartAsync(cancellation);
        }
    }

    private bool TryRead(
        Target target, JsonObject pod, IQueryCollection query, out PodLogRequest request, out string reason)
    {
        request = null!;
        var names = JsonRead.Items(pod, "spec", "containers")
            .Select(container => JsonRead.Text(container.Item, "name") ?? "").ToList();
        var wanted = query["container"].ToString();
        if (wanted.Length == 0 && names.Count > 1)
        {
            reason = $"a container name must be specified for pod {target.Name}, "
                + $"choose one of: [{string.Join(' ', names)}]";
            return false;
        }

        if (wanted.Length > 0 && !names.Contains(wanted, StringComparer.Ordinal))
        {
            reason = $"container {TextForms.Brief(wanted)} is not valid for pod {target.Name}";
            return false;
        }

        if (!TryWhole(query, "tailLines", out var tail) || !TryWhole(query, "sinceSeconds", out var seconds)
            || !TryWhole(query, "limitBytes", out var bytes) || !TryMoment(query["sinceTime"], out var since))
        {
            reason = "tailLines, sinceSeconds and limitBytes are whole numbers, sinceTime is a moment (RFC 3339)";
            return false;
        }

        reason = "";
        request = new PodLogRequest(
            target.Namespace,
            target.Name,
            JsonRead.Text(pod, "metadata", "uid") ?? "",
            JsonRead.Text(pod, "spec", "nodeName") ?? "",
            wanted.Length > 0 ? wanted : names.FirstOrDefault() ?? "",
            IsTrue(query["follow"]),
            IsTrue(query["previous"]),
            IsTrue(query["timestamps"]),
            tail is { } lines ? (int)Math.Min(lines, int.MaxValue) : null,
            seconds is { } ago ? time.GetUtcNow() - TimeSpan.FromSeconds(Math.Min(ago, int.MaxValue)) : since,
            bytes);
        return true;
    }

    private static bool IsTrue(string? text) => text is "true" or "1";

    private static bool TryWhole(IQueryCollection query, string name, out long? number)
    {
        number = null;
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return true;
        }

        var good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        number = read;
        return good;
    }

    private static bool TryMoment(string? text, out DateTimeOffset? moment)
    {
        moment = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var good = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        moment = read;
        return good;
    }
}
