using System.Collections.Immutable;
using Selvedge.Console.Model;

namespace Selvedge.Console.Pages.Network;

/// <summary>A part that does not work at some nodes, for one reason.</summary>
/// <param name="Part"><c>Routing</c>, <c>Balancer</c> or <c>Defence</c>.</param>
/// <param name="Sentence">Why, with the way out.</param>
/// <param name="Nodes">Where; sorted.</param>
internal sealed record OffPart(string Part, string Sentence, ImmutableArray<string> Nodes)
{
    /// <summary>All of a picture: one for each part and sentence, since a hundred nodes lack the same program.
    /// </summary>
    public static ImmutableArray<OffPart> Of(NetworkView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return
        [
            .. view.Nodes.Values
                .SelectMany(node => new[]
                {
                    (Part: "Routing", Off: node.Network?.Routing?.Off ?? "", node.Name),
                    (Part: "Balancer", Off: node.Network?.Balancer?.Off ?? "", node.Name),
                    (Part: "Defence", Off: node.Network?.Defence?.Off ?? "", node.Name),
                })
                .Where(one => one.Off.Length > 0)
                .GroupBy(one => (one.Part, one.Off))
                .OrderByDescending(group => group.Count())
                .Select(group => new OffPart(group.Key.Part, group.Key.Off, [.. group.Select(one => one.Name)])),
        ];
    }
}
