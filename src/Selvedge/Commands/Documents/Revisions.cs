using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary>Revisions of documents. Moments of events are whole seconds; revisions tell the order within one.</summary>
internal static class Revisions
{
    /// <summary>The revision at which a document last changed; 0 where it tells none.</summary>
    public static long Of(JsonNode? document) => long.TryParse(
        JsonRead.Text(document, "metadata", "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture,
        out var revision)
            ? revision
            : 0;
}
