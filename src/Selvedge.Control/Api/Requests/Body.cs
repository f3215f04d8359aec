using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Writing;

namespace Selvedge.Control.Api.Requests;

/// <summary>Reads request bodies within their limits.</summary>
internal static class Body
{
    /// <summary>A document or options object in JSON or YAML; null for an empty body.</summary>
    public static async Task<(JsonNode? Value, Answer? Refusal)> ReadAsync(HttpContext context)
    {
        var type = MediaType(context.Request);
        if (type == "application/vnd.kubernetes.protobuf")
        {
            var (message, tooLarge) = await BytesAsync(context);
            return tooLarge is not null || message.Length == 0 ? (null, tooLarge)
                : ProtobufBody.TryRead(message, out var document) ? (document, null)
                : (null, Refusals.UnsupportedMediaType("application/json, application/yaml"));
        }

        if (type is not ("" or "application/json" or "application/yaml" or "application/x-yaml" or "text/yaml"))
        {
            return (null, Refusals.UnsupportedMediaType("application/json, application/yaml"));
        }

        var (bytes, refusal) = await BytesAsync(context);
        return refusal is not null || bytes.Length == 0
            ? (null, refusal)
            : Parse(bytes, type.EndsWith("yaml", StringComparison.Ordinal));
    }

    /// <summary>The body of a PATCH and its form.</summary>
    public static async Task<(PatchForm Form, JsonNode? Value, Answer? Refusal)> ReadPatchAsync(HttpContext context)
    {
        PatchForm? form = MediaType(context.Request) switch
        {
            "application/merge-patch+json" => PatchForm.Merge,
            "application/json-patch+json" => PatchForm.Operations,
            "application/strategic-merge-patch+json" => PatchForm.Strategic,
            "application/apply-patch+yaml" => PatchForm.Apply,
            _ => null,
        };
        if (form is null)
        {
            return (default, null, Refusals.UnsupportedMediaType(
                "application/json-patch+json, application/merge-patch+json, "
                + "application/strategic-merge-patch+json, application/apply-patch+yaml"));
        }

        var (bytes, refusal) = await BytesAsync(context);
        if (refusal is not null)
        {
            return (form.Value, null, refusal);
        }

        var (value, unreadable) = Parse(bytes, form == PatchForm.Apply);
        return (form.Value, value, unreadable);
    }

    private static (JsonNode? Value, Answer? Refusal) Parse(byte[] bytes, bool yaml) =>
        DocumentReader.TryReadOne(bytes, yaml, out var value, out var reason)
            ? (value, null)
            : (null, Refusals.BadRequest($"the body cannot be read: {reason}"));

    private static async Task<(byte[] Bytes, Answer? Refusal)> BytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limits.BodyBytesMax)
        {
            return ([], Refusals.TooLarge());
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[32 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Limits.BodyBytesMax)
            {
                return ([], Refusals.TooLarge());
            }

            buffer.Write(chunk, 0, read);
        }

        return (buffer.ToArray(), null);
    }

    private static string MediaType(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
    }
}
