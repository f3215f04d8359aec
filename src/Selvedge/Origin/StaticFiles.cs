using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Selvedge.Origin;

/// <summary>Answers with files: validators, conditional requests (RFC 9110, section 13) and single ranges
/// (section 14).</summary>
/// <param name="root">The site's directory, an absolute path without a slash at its end.</param>
internal sealed class StaticFiles(string root)
{
    /// <summary>Answers 405 to all but GET and HEAD.</summary>
    public static bool AllowsReading(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD";
        return false;
    }

    /// <summary>Sends a body that is in memory; a HEAD gets its length only.</summary>
    /// <returns>The bytes that went out.</returns>
    public static async Task<long> SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return 0;
        }

        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        return body.Length;
    }

    /// <summary>Answers with the file that the path names, or with the site's own page that there is none.</summary>
    /// <returns>The bytes of body that went out.</returns>
    public async Task<long> AnswerAsync(HttpContext context)
    {
        if (!AllowsReading(context))
        {
            return 0;
        }

        return OriginFile.Find(root, context.Request.Path.Value ?? "/") is { } file
            ? await AnswerAsync(context, file)
            : await NotFoundAsync(context);
    }

    private static async Task<long> AnswerAsync(HttpContext context, OriginFile file)
    {
        var (request, response) = (context.Request, context.Response);
        var asked = request.GetTypedHeaders();
        var answered = response.GetTypedHeaders();
        answered.ETag = file.EntityTag;
        answered.LastModified = file.Modified;
        response.Headers.CacheControl = file.CacheControl;
        response.Headers["Surrogate-Key"] = file.SurrogateKey;
        response.Headers.AcceptRanges = "bytes";
        if (IsUnchanged(asked, file))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return 0;
        }

        response.ContentType = file.ContentType;
        var (offset, count) = (0L, file.Length);
        if (HttpMethods.IsGet(request.Method) && AskedRange(asked, file) is { } range)
        {
            if (!TryPlace(range, file.Length, out offset, out count))
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                answered.ContentRange = new ContentRangeHeaderValue(file.Length);
                response.ContentLength = 0;
                return 0;
            }

            response.StatusCode = StatusCodes.Status206PartialContent;
            answered.ContentRange = new ContentRangeHeaderValue(offset, offset + count - 1, file.Length);
        }

        response.ContentLength = count;
        if (HttpMethods.IsHead(request.Method))
        {
            return 0;
        }

        await response.SendFileAsync(file.Path, offset, count, context.RequestAborted);
        return count;
    }

    private async Task<long> NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.CacheControl = "public, max-age=10";
        context.Response.Headers["Surrogate-Key"] = "page";
        if (OriginFile.Find(root, "/404.html") is not { } page)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return await SendAsync(context, "There is no such file.\n"u8.ToArray());
        }

        context.Response.ContentType = page.ContentType;
        return await SendAsync(context, await File.ReadAllBytesAsync(page.Path, context.RequestAborted));
    }

    // If-None-Match wins over If-Modified-Since, and compares weakly.
    private static bool IsUnchanged(RequestHeaders asked, OriginFile file) =>
        asked.IfNoneMatch.Count > 0
            ? asked.IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any)
                || tag.Compare(file.EntityTag, useStrongComparison: false))
            : asked.IfModifiedSince is { } since && file.Modified <= since;

    // One range, asked for the file as it is now; anything else is answered with the whole file.
    private static RangeItemHeaderValue? AskedRange(RequestHeaders asked, OriginFile file)
    {
        var condition = asked.IfRange;
        var current = condition is null
            || condition.EntityTag?.Compare(file.EntityTag, useStrongComparison: true) == true
            || condition.LastModified == file.Modified;
        return current && asked.Range is { } range && range.Unit == "bytes" && range.Ranges.Count == 1
            ? range.Ranges.First()
            : null;
    }

    private static bool TryPlace(RangeItemHeaderValue range, long length, out long offset, out long count)
    {
        offset = range.From ?? Math.Max(0, length - range.To!.Value);
        var last = range.From is null ? length - 1 : Math.Min(range.To ?? (length - 1), length - 1);
        count = last - offset + 1;
        return offset < length && count > 0;
    }
}
