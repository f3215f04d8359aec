using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary>An audit's findings as people and programs read them.</summary>
internal static class AuditReport
{
    /// <summary>Writes them.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="findings">The worst first.</param>
    /// <param name="nothing">What to say where there is nothing to look at; else empty.</param>
    /// <returns>The command's exit code.</returns>
    public static int Write(Session session, ImmutableArray<AuditFinding> findings, string nothing)
    {
        var errors = findings.Count(finding => finding.Severity == AuditSeverity.Error);
        if (!session.TryWrite(new JsonObject
        {
            ["findings"] = new JsonArray([
                .. findings.Select(finding => JsonNode.Parse(CoreJson.Write(finding))),
            ]),
        }))
        {
            Write(session.Out, session.Paint, findings, nothing);
        }

        return errors > 0 ? SelvedgeCommand.Failed : 0;
    }

    /// <summary>Writes them for people: what is wrong, and beneath it the way out.</summary>
    public static void Write(
        TextWriter output, Paint paint, ImmutableArray<AuditFinding> findings, string nothing)
    {
        if (findings.IsEmpty)
        {
            output.WriteLine(nothing.Length > 0 ? nothing : "Nothing is wrong.");
            return;
        }

        var (severities, subjects) = (
            findings.Max(finding => $"{finding.Severity}".Length), findings.Max(finding => finding.Subject.Length));
        foreach (var finding in findings)
        {
            var severity = $"{finding.Severity}".PadRight(severities);
            output.WriteLine(Table.Clean(
                $"{paint.State($"{finding.Severity}")}{severity[$"{finding.Severity}".Length..]}   "
                + $"{finding.Subject.PadRight(subjects)}   {finding.Code}: {finding.Message}"));
            output.WriteLine(Table.Clean($"{new string(' ', severities + subjects + 6)}{finding.Fix}"));
        }

        output.WriteLine();
        output.WriteLine(string.Join(", ", Enum.GetValues<AuditSeverity>()
            .Select(severity => (severity, Count: findings.Count(finding => finding.Severity == severity)))
            .Where(entry => entry.Count > 0)
            .Select(entry => Counted(entry.severity, entry.Count))));
    }

    private static string Counted(AuditSeverity severity, int count)
    {
        var word = $"{severity}".ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");
    }
}
