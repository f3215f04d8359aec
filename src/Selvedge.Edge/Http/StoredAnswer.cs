using System.Globalization;
using Selvedge.Core.Caching;

namespace Selvedge.Edge.Http;

/// <summary>Answers from responses that are stored or being stored: conditions, ranges, HEAD.</summary>
internal sealed class StoredAnswer(TimeProvider time)
{
    /// <summary>Answers from a complete response.</summary>
    public async Task SendAsync(Call call, StoredObject stored, CacheStatus cache)
    {
        call.Record.Cache = cache.Word;
        var fields = ToUser(call, stored, cache);
        if (Conditions.NotModified(call.Facts, stored.Facts))
        {
            Fields.StripRepresentation(fields);
            call.Exchange.Start(304, fields);
            return;
        }

        var range = Conditions.Range(call.Facts, stored.Facts, stored.Length, out var offset, out var count);
        if (range == RangeVerdict.Unsatisfiable)
        {
            await SendUnsatisfiableAsync(call, stored, cache);
            return;
        }

        if (range == RangeVerdict.Part)
        {
            fields.Set("Content-Range", string.Create(
                CultureInfo.InvariantCulture, $"bytes {offset}-{offset + count - 1}/{stored.Length}"));
        }

        if (stored.Facts.Status == 200 && !fields.Has("Accept-Ranges"))
        {
            fields.Add("Accept-Ranges", "bytes");
        }

        if (stored.Facts.Status != 204)
        {
            fields.Set("Content-Length", count.ToString(CultureInfo.InvariantCulture));
        }

        call.Exchange.Start(range == RangeVerdict.Part ? 206 : stored.Facts.Status, fields);
        if (call.Exchange.Method != "HEAD" && stored.Facts.Status != 204)
        {
            await WriteAsync(call.Exchange, stored, offset, count);
        }
    }

    /// <summary>Answers from a response whose body is on its way.</summary>
    /// <exception cref="UpstreamBodyException">The body broke off after the header was sent.</exception>
    public async Task StreamAsync(Call call, FetchOutcome.Shared shared, BodyReader reader, CacheStatus cache)
    {
        call.Record.Cache = cache.Word;
        var exchange = call.Exchange;
        var fields = ToUser(call, shared.Head, cache);
        if (Conditions.NotModified(call.Facts, shared.Head.Facts))
        {
            Fields.StripRepresentation(fields);
            exchange.Start(304, fields);
            return;
        }

        if (shared.Length is { } length && shared.Head.Facts.Status != 204)
        {
            fields.Set("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        }

        exchange.Start(shared.Head.Facts.Status, fields);
        if (exchange.Method == "HEAD" || shared.Head.Facts.Status == 204)
        {
            return;
        }

        while (true)
        {
            var read = reader.ReadAsync(exchange.Aborted);
            if (!read.IsCompleted)
            {
                await exchange.FlushAsync();
            }

            var bytes = await read;
            if (bytes.IsEmpty || !await exchange.WriteAsync(bytes))
            {
                return;
            }
        }
    }

    /// <summary>Answers 304 from the fields of a response that is not kept.</summary>
    public static void SendNotModified(Call call, FieldList origin, DateTimeOffset received, CacheStatus cache)
    {
        call.Record.Cache = cache.Word;
        var fields = Fields.ToUser(origin, null, call.Record.RequestId, received, cache);
        Fields.StripRepresentation(fields);
        call.Exchange.Start(304, fields);
    }

    private static Task SendUnsatisfiableAsync(Call call, StoredObject stored, CacheStatus cache)
    {
        var fields = new FieldList();
        fields.Add("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{stored.Length}"));
        fields.Add("Cache-Status", cache.ToString());
        fields.Add("Via", "1.1 selvedge");
        return ErrorPage.SendAsync(call.Exchange, 416, call.Record.RequestId, fields);
    }

    private static async Task WriteAsync(Exchange exchange, StoredObject stored, long offset, long count)
    {
        foreach (var piece in stored.Body)
        {
            if (offset >= piece.Length)
            {
                offset -= piece.Length;
                continue;
            }

            var part = piece[(int)offset..(int)Math.Min(piece.Length, offset + count)];
            offset = 0;
            count -= part.Length;
            if (part.Length > 0 && !await exchange.WriteAsync(part))
            {
                return;
            }
        }
    }

    private FieldList ToUser(Call call, StoredObject stored, CacheStatus cache)
    {
        var fields = Fields.ToUser(stored.Fields, null, call.Record.RequestId, stored.Received, cache);

        // RFC 9111, section 5.1: whatever was not made for this request has an Age.
        if (cache.Hit || cache.ForwardStatus == 304 || cache.Detail.Length > 0 || stored.Fields.Has("Age"))
        {
            var age = (long)stored.Age(time.GetUtcNow()).TotalSeconds;
            fields.Set("Age", age.ToString(CultureInfo.InvariantCulture));
        }

        return fields;
    }
}
