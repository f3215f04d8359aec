using System.Text;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Placement;

/// <summary>What a plan hangs on beside demand and time, as one text: where it differs, a new plan is due at once.
/// Pure.</summary>
internal static class PlanInputs
{
    public static string Of(PlacementScene scene, ConfigMap map)
    {
        var text = new StringBuilder(map.Data.GetValueOrDefault(LocationOptimizer.Key, ""));
        foreach (var location in scene.Documents.Locations.Values)
        {
            text.Append('\n').Append(location.Metadata.Name).Append(' ')
                .Append(scene.Silent.Contains(location.Metadata.Name)).Append(' ')
                .Append(Encoding.UTF8.GetString(CoreJson.Write(location.Spec)))
                .AppendJoin(',', location.Metadata.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
        }

        foreach (var node in scene.Documents.Nodes.Values)
        {
            text.Append('\n').Append(node.Metadata.Name).Append(' ').Append(node.Spec.Location).Append(' ')
                .Append(node.Spec.Drained);
        }

        foreach (var site in scene.Sites)
        {
            text.Append('\n').Append(site.Metadata.Name).Append(' ')
                .AppendJoin(',', site.Spec.Residency.Process).Append(' ')
                .AppendJoin(',', site.Spec.Placement.MustNotInclude);
        }

        return text.ToString();
    }
}
