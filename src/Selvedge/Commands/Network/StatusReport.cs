using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands.Network;

/// <summary>The network on one screen.</summary>
/// <param name="server">Where the control plane is.</param>
/// <param name="version">Its version.</param>
/// <param name="verdicts">The table in force.</param>
/// <param name="locations">Location documents.</param>
/// <param name="nodes">Node documents.</param>
/// <param name="now">For ages.</param>
internal sealed class StatusReport(
    Uri server,
    string version,
    VerdictTable verdicts,
    IReadOnlyList<JsonObject> locations,
    IReadOnlyList<JsonObject> nodes,
    DateTimeOffset now)
{
    /// <summary>Writes it.</summary>
    public void WriteTo(TextWriter output, Paint paint)
    {
        var control = $"{server.Authority}, version {VersionCommand.Shown(version)}";
        output.WriteLine($"Control    {Table.Clean(control)}");
        output.WriteLine($"Bus        {paint.State(Bus())}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Verdicts   epoch {verdicts.Epoch}, for {Spans.Age(now - verdicts.ComputedAt)}"));
        output.WriteLine();
        WriteSites(output, paint);
        output.WriteLine();
        WriteNodes(output, paint);
    }

    // The control plane hears nodes over the bus only: whoever is heard proves it.
    private string Bus()
    {
        var heard = nodes.Count(IsHeard);
        return nodes.Count == 0 ? "no node to hear"
            : heard == 0 ? "silent: no node is heard"
            : string.Create(CultureInfo.InvariantCulture, $"connected, {heard} of {nodes.Count} nodes heard");
    }

    private void WriteSites(TextWriter output, Paint paint)
    {
        string[] names = [.. locations.Select(Name).Order(StringComparer.Ordinal)];
        var sites = verdicts.Verdicts.GroupBy(verdict => verdict.Site).ToList();
        if (sites.Count == 0)
        {
            output.WriteLine("There is no site yet. Apply one: selvedge apply -f site.yaml");
            return;
        }

        var table = new Table(["Site", .. names]);
        foreach (var site in sites)
        {
            table.Add([site.Key.ToString(), .. names.Select(name => State(verdicts.Find(site.Key, name)))]);
        }

        table.WriteTo(output, paint);
        var drained = locations.Where(item => JsonRead.IsTrue(item, "spec", "drained")).Select(Drained).ToList();
        if (drained.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(Table.Clean($"Drained: {string.Join(", ", drained)}"));
        }
    }

    private static string Drained(JsonObject location) =>
        JsonRead.Text(location, "spec", "drainReason") is { Length: > 0 } reason
            ? $"{Name(location)} ({reason})"
            : Name(location);

    // One gate is enough for one screen; describe shows all. What an operator or the law decided comes first: the
    // rest follows from it.
    private static string State(Verdict? verdict) => verdict switch
    {
        null => "-",
        { Held: { } held } => $"held ({held})",
        { Serviceable: true } => "yes",
        _ => verdict.FindCause() switch
        {
            null => "no",
            { Gate: Gate.Placed } => "-",
            var cause => $"no: {cause.Gate.ToString().ToLowerInvariant()} ({cause.Reason})",
        },
    };

    private void WriteNodes(TextWriter output, Paint paint)
    {
        var table = new Table("Node", "Location", "Status", "Snapshot", "Verdicts", "Purges", "Heard", "Version");
        foreach (var node in nodes.OrderBy(Name, StringComparer.Ordinal))
        {
            table.Add(
                Name(node), JsonRead.Text(node, "spec", "location") ?? "", Status(node), Epochs(node),
                Number(node, "verdictEpoch"), Number(node, "purgeSequence"),
                IsHeard(node) ? "now" : Since(JsonRead.Text(node, "status", "lastSeen")),
                JsonRead.Text(node, "status", "version") ?? "-");
        }

        table.WriteTo(output, paint);
    }

    private static string Name(JsonObject document) => JsonRead.Text(document, "metadata", "name") ?? "";

    private static bool IsHeard(JsonObject node) =>
        Ready(node) is { } ready && JsonRead.Text(ready, "reason") != "Silent";

    private static JsonNode? Ready(JsonObject node) => Condition(node, "Ready");

    private static JsonNode? Condition(JsonObject node, string type) => JsonRead.Items(node, "status", "conditions")
        .Select(entry => entry.Item).FirstOrDefault(condition => JsonRead.Text(condition, "type") == type);

    private static string Status(JsonObject node)
    {
        var state = Ready(node) is not { } ready ? "Unknown"
            : JsonRead.Text(ready, "status") == "True" ? "Ready"
            : $"NotReady: {JsonRead.Text(ready, "reason")}";
        state = Condition(node, "StateKept") is { } kept && JsonRead.Text(kept, "status") == "False"
            ? $"{state}, {JsonRead.Text(kept, "reason")}"
            : state;
        return JsonRead.IsTrue(node, "spec", "drained") ? $"{state}, Drained" : state;
    }

    private static string Epochs(JsonObject node)
    {
        var epoch = JsonRead.Whole(node, "status", "snapshotEpoch");
        var wanted = JsonRead.Whole(node, "status", "wantedEpoch") ?? epoch;
        return epoch is null ? "-"
            : epoch == wanted ? FormattableString.Invariant($"{epoch}")
            : FormattableString.Invariant($"{epoch} of {wanted}");
    }

    private static string Number(JsonObject node, string member) =>
        JsonRead.Whole(node, "status", member)?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private string Since(string? text) =>
        Spans.TryMoment(text, out var moment) ? $"{Spans.Age(now - moment)} ago" : "never";
}
