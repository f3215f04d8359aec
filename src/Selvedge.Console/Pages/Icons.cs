using Microsoft.AspNetCore.Components;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages;

/// <summary>The page's drawings. Standings differ in shape as well as in colour.</summary>
internal static class Icons
{
    private const string Open = """<svg class="mark" viewBox="-8 -8 16 16" aria-hidden="true">""";

    /// <summary>The name's drawing: threads, and the edge that holds them.</summary>
    public static MarkupString Brand { get; } = new(
        """
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true"><rect class="cloth" x="1" y="1" width="22"
        height="22" rx="6"/><path class="weft" d="M5.5 7.5h8M5.5 12h8M5.5 16.5h8"/><path class="edge"
        d="M17 5v14"/></svg>
        """);

    /// <summary>Opens what is below.</summary>
    public static MarkupString Chevron { get; } = new(
        """<svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4.5 2.5 8 6 4.5 9.5"/></svg>""");

    /// <summary>A gate that is shut.</summary>
    public static MarkupString Cross { get; } = new(
        """<svg viewBox="0 0 12 12" aria-hidden="true"><path d="m3 3 6 6M9 3 3 9"/></svg>""");

    /// <summary>Light and dark.</summary>
    public static MarkupString Theme { get; } = new(
        """
        <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor"
        stroke-width="1.5"/><path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor"/></svg>
        """);

    /// <summary>The shape of a standing, 16 by 16 around the middle.</summary>
    public static MarkupString Mark(Standing standing) => standing switch
    {
        Standing.Serviceable => Shape("""<circle class="fill" r="4.5"/>"""),
        Standing.Held => Shape("""<circle class="fill" r="2.75"/><circle class="line dash" r="6"/>"""),
        Standing.Degraded => Shape(
            """<circle class="line" r="4.75"/><path class="fill" d="M0-4.75a4.75 4.75 0 0 0 0 9.5z"/>"""),
        Standing.Shut => Shape(
            """<circle class="fill" r="6"/><path class="cut" d="m-2.4-2.4 4.8 4.8m0-4.8-4.8 4.8"/>"""),
        Standing.Drained => Shape(
            """<circle class="line" r="5.5"/><path class="line" d="M-1.7-2v4M1.7-2v4"/>"""),
        Standing.Unplaced => Shape("""<path class="line" d="M-4 0h8"/>"""),
        _ => Shape("""<circle class="line dash" r="4.75"/>"""),
    };

    /// <summary>The shape of a reach. Trouble has the shape of what is shut.</summary>
    public static MarkupString Mark(Reach reach) => reach switch
    {
        Reach.Announced => Mark(Standing.Serviceable),
        Reach.Untold or Reach.StillTold => Mark(Standing.Shut),
        Reach.Partly => Mark(Standing.Degraded),
        Reach.Draining => Mark(Standing.Drained),
        Reach.Withdrawn => Shape("""<circle class="line" r="4.75"/>"""),
        Reach.Refused => Shape("""<circle class="line" r="5.5"/><path class="line" d="m-3.9 3.9 7.8-7.8"/>"""),
        Reach.Absent => Mark(Standing.Unplaced),
        _ => Mark(Standing.Unknown),
    };

    /// <summary>The shape of a mitigation's state: a full shield drops, an outlined one does not.</summary>
    public static MarkupString Shield(string state) => state == "Active"
        ? Shape(
            """<path class="fill" d="M0-6.5 5.5-4.4v4.2C5.5 3.3 3.2 5.7 0 7-3.2 5.7-5.5 3.3-5.5-.2v-4.2z"/>""")
        : Shape("""<path class="line dash" d="M0-6 5-4v4C5 3 3 5 0 6.3-3 5-5 3-5 0v-4z"/>""");

    /// <summary>As <see cref="Mark(Standing)"/>, to be put into a drawing of its own.</summary>
    public static MarkupString MarkIn(Standing standing) => new(Mark(standing).Value
        .Replace(Open, """<g class="mark">""", StringComparison.Ordinal)
        .Replace("</svg>", "</g>", StringComparison.Ordinal));

    private static MarkupString Shape(string inner) => new($"{Open}{inner}</svg>");
}
