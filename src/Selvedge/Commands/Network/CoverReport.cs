using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>Who meets attacks where, and what is missing, as people and programs read it.</summary>
internal static class CoverReport
{
    /// <summary>Writes both.</summary>
    /// <returns>The command's exit code.</returns>
    public static int Write(
        Session session, ImmutableArray<LayerCover> covers, ImmutableArray<AuditFinding> findings)
    {
        if (!session.TryWrite(new JsonObject
        {
            ["layers"] = new JsonArray([.. covers.Select(cover => JsonNode.Parse(CoreJson.Write(cover)))]),
            ["findings"] = new JsonArray([.. findings.Select(finding => JsonNode.Parse(CoreJson.Write(finding)))]),
        }))
        {
            Write(session.Out, covers);
            AuditReport.Write(session.Out, session.Paint, findings, "");
        }

        return findings.Any(finding => finding.Severity == AuditSeverity.Error) ? SelvedgeCommand.Failed : 0;
    }

    /// <summary>Writes the layers for people.</summary>
    public static void Write(TextWriter output, ImmutableArray<LayerCover> covers)
    {
        var places = covers.Select(cover => $"{cover.Location} ({cover.Provider})").ToList();
        var width = places.Select(place => place.Length).DefaultIfEmpty().Max();
        for (var i = 0; i < covers.Length; i++)
        {
            var place = i > 0 && places[i] == places[i - 1] ? "" : places[i];
            output.WriteLine(Output.Table.Clean($"{place.PadRight(width)}   layer {covers[i].Layer}   "
                + string.Join("; ", covers[i].By.DefaultIfEmpty("nothing"))));
        }

        output.WriteLine();
    }
}
