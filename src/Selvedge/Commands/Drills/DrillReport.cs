using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;

namespace Selvedge.Commands.Drills;

/// <summary>A drill as people and programs read it.</summary>
internal static class DrillReport
{
    private const string TimeForm = "HH:mm:ss.fff";

    /// <summary>What will be killed, and what that means.</summary>
    public static void WriteHead(TextWriter output, DrillScene scene, IReadOnlyDictionary<string, int> processes)
    {
        var killed = string.Join(", ", processes
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => FormattableString.Invariant($"{pair.Key} (process {pair.Value})")));
        output.WriteLine(Table.Clean($"Drill: kill {scene.Shown}: {killed}"));
        var table = new Table("Site", "Hostname", "Other places");
        foreach (var site in scene.Sites)
        {
            var others = scene.Table.Of(site.Id)
                .Where(verdict => verdict.Serviceable && verdict.Location != scene.Location)
                .Select(verdict => verdict.Location);
            var places = string.Join(", ", others);
            table.Add(site.Id.ToString(), site.Hostname, places.Length > 0 ? places : "none");
        }

        table.WriteTo(output, Paint.None, 2);
        output.WriteLine();
    }

    /// <summary>The headings of the timeline.</summary>
    public static void WriteHeadings(TextWriter output) =>
        output.WriteLine($"  {"TIME (UTC)",-12}   {"AFTER",-9}   EVENT");

    /// <summary>One line of the timeline, and what belongs beneath it.</summary>
    public static void WriteEvent(TextWriter output, DateTimeOffset killedAt, DrillEvent seen)
    {
        var at = (killedAt + seen.After).UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        output.WriteLine(Table.Clean($"  {at}   {Seconds(seen.After),-9}   {seen.Text}"));
        foreach (var detail in seen.Details)
        {
            output.WriteLine(Table.Clean($"{"",29}{detail}"));
        }
    }

    /// <summary>How clients fared, and the result in one line.</summary>
    public static void WriteEnd(TextWriter output, Paint paint, DrillResult result)
    {
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Requests   {result.Requests} by clients that retry once: {result.Retried} needed the second address, "
            + $"{result.Failed} failed"));
        foreach (var failure in result.Failures)
        {
            output.WriteLine(Table.Clean($"           {failure}"));
        }

        output.WriteLine($"Result     {paint.State(result.Line)}");
    }

    /// <summary>All of it for programs.</summary>
    public static JsonObject ToJson(
        DrillScene scene, DateTimeOffset killedAt, DrillResult result, ImmutableArray<DrillEvent> events) => new()
        {
            ["killed"] = scene.Shown,
            ["location"] = scene.Location,
            ["nodes"] = new JsonArray([.. scene.Victims.Select(node => (JsonNode)node.Name)]),
            ["killedAt"] = killedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["timeline"] = new JsonArray([.. events.Select(ToJson)]),
            ["unroutedAfterMilliseconds"] = Milliseconds(result.UnroutedAfter),
            ["routedAgainAfterMilliseconds"] = Milliseconds(result.RoutedAgainAfter),
            ["targetMilliseconds"] = Milliseconds(DrillResult.Target),
            ["requests"] = new JsonObject
            {
                ["made"] = result.Requests,
                ["retried"] = result.Retried,
                ["failed"] = result.Failed,
                ["failures"] = new JsonArray([.. result.Failures.Select(failure => (JsonNode)failure)]),
            },
            ["met"] = result.Met,
            ["result"] = result.Line,
        };

    private static JsonNode ToJson(DrillEvent seen) => new JsonObject
    {
        ["afterMilliseconds"] = Milliseconds(seen.After),
        ["kind"] = seen.Kind,
        ["text"] = seen.Text,
        ["details"] = new JsonArray([.. seen.Details.Select(detail => (JsonNode)detail)]),
    };

    private static JsonNode? Milliseconds(TimeSpan? span) =>
        span is { } known ? Math.Round(known.TotalMilliseconds) : null;

    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"+{span.TotalSeconds:0.00} s");
}
