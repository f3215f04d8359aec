using System.Globalization;
using System.Net;
using System.Text;
using Selvedge.Core.Caching;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Http;

/// <summary>Answers that come from the edge itself: small, in HTML or JSON, with the request's id and without
/// internals.</summary>
internal static class ErrorPage
{
    /// <summary>Sends one.</summary>
    /// <param name="exchange">Where to.</param>
    /// <param name="status">Status code.</param>
    /// <param name="requestId">For the user to quote.</param>
    /// <param name="extra">Fields beside the page's own; null: none.</param>
    public static async Task SendAsync(Exchange exchange, int status, string requestId, FieldList? extra = null)
    {
        var json = WantsJson(exchange.Fields.Combined("Accept"));
        var (title, text) = Words(status);
        var body = json
            ? CoreJson.Write(new Body(status, title, text, requestId))
            : Encoding.UTF8.GetBytes(Html(status, title, text, requestId));
        var fields = new FieldList(extra ?? []);
        fields.Set("Content-Type", json ? "application/json" : "text/html; charset=utf-8");
        fields.Set("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        fields.Set("Cache-Control", "no-store");
        fields.Set("X-Content-Type-Options", "nosniff");
        fields.Set("X-Request-Id", requestId);
        exchange.Start(status, fields);
        if (exchange.Method != "HEAD")
        {
            await exchange.WriteAsync(body);
        }
    }

    // HTML for browsers and for who does not say; JSON where it is asked for and HTML is not.
    private static bool WantsJson(string? accept) => accept is not null
        && accept.Contains("json", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static (string Title, string Text) Words(int status) => status switch
    {
        400 => ("Bad request", "The request could not be understood."),
        404 => ("Not found here", "No site of this name is served here."),
        405 => ("Method not allowed", "This method is not served."),
        408 => ("Request time-out", "The request took too long to arrive."),
        413 => ("Content too large", "The request's content is larger than allowed."),
        416 => ("Range not satisfiable", "The requested part does not exist."),
        421 => ("Misdirected request", "This connection is not for that site. Please open a new one."),
        502 => ("Bad gateway", "The site's origin could not be reached. Please try again in a moment."),
        504 => ("Gateway time-out", "The site's origin did not answer in time. Please try again in a moment."),
        508 => ("Loop detected", "This request came back to where it had been."),
        _ => ("Something went wrong", "The request could not be served. Please try again in a moment."),
    };

    private static string Html(int status, string title, string text, string requestId) =>
        $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>{{status}} {{title}}</title><style>
        :root{color-scheme:light dark;--ink:#16202c;--soft:#5b6b7d;--ground:#f6f7f9;--line:#d9dfe6}
        @media(prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#93a2b3;--ground:#11161d;--line:#2a3441}
        }
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);
        font:16px/1.5 system-ui,sans-serif}main{max-width:30rem;padding:2rem}b{color:var(--soft);font-weight:600}
        h1{margin:.2rem 0 .6rem;font-size:1.7rem}p{margin:0 0 1.5rem}
        small{display:block;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft)}
        code{font:13px ui-monospace,monospace}</style></head>
        <body><main><b>{{status}}</b><h1>{{title}}</h1><p>{{text}}</p>
        <small>Request <code>{{WebUtility.HtmlEncode(requestId)}}</code></small></main></body></html>

        """;

    private sealed record Body(int Status, string Title, string Detail, string RequestId);
}
