using System.Collections.Immutable;
using System.Text;

namespace Selvedge.Console.Hosting;

/// <summary>One region of the page, drawn.</summary>
/// <param name="Id">The id of its element.</param>
/// <param name="Html">The element.</param>
/// <param name="Frame">The element without its parts, each replaced by its id: while it stays the same, the parts that
/// changed are all that an open page needs.</param>
/// <param name="Parts">The bodies of the region's table: a large table must not be sent whole for one row.</param>
internal sealed record Fragment(string Id, string Html, string Frame, ImmutableArray<(string Id, string Html)> Parts)
{
    private const string Open = "<tbody id=\"";
    private const string Close = "</tbody>";

    /// <summary>Finds the parts of a drawn region.</summary>
    public static Fragment Of(string id, string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var frame = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<(string, string)>();
        var at = 0;
        while (html.IndexOf(Open, at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = html.IndexOf(Close, start, StringComparison.Ordinal) + Close.Length;
            var name = html[(start + Open.Length)..html.IndexOf('"', start + Open.Length)];
            frame.Append(html, at, start - at).Append('[').Append(name).Append(']');
            parts.Add((name, html[start..end]));
            at = end;
        }

        return new Fragment(id, html, frame.Append(html, at, html.Length - at).ToString(), parts.ToImmutable());
    }
}
