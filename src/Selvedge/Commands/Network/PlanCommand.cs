using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge plan</c>: where namespaces run and are to run, and why, before anything moves.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("NAMESPACE")
        {
            Description = "Whose sites and workloads; else every namespace with a location-optimizer",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var without = new Option<string>("--without")
        {
            Description = "What if this location were not there",
            HelpName = "LOCATION",
        };
        var command = CommandOptions.Named(
            "plan",
            "Show where things are to run and why",
            "What the control plane would decide now for namespaces with a ConfigMap location-optimizer: the places of "
            + "now and to be, their latency and cost, and each move with its reason; where no placement holds all "
            + "constraints, those that clash. Nothing is changed by asking.",
            "selvedge plan",
            "selvedge plan shop --without fra",
            "selvedge plan shop -o yaml");
        command.Add(name);
        command.Add(without);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var gone = parsed.GetValue(without);
            var raw = await session.Api.GetAsync(Path(parsed.GetValue(name), gone), cancellation);
            var reports = Read(raw);
            if (!session.TryWrite(raw))
            {
                PlanText.Write(session.Out, session.Paint, reports, gone, session.Now);
            }

            return reports.Any(report => report.Next is null) ? SelvedgeCommand.Failed : 0;
        });
        return command;
    }

    private static string Path(string? space, string? without) => "/selvedge/v1/plans?" + string.Join('&',
        new (string Name, string? Value)[] { ("namespace", space), ("without", without) }
            .Where(one => one.Value is { Length: > 0 })
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));

    private static ImmutableArray<PlanReport> Read(JsonObject raw) =>
        CoreJson.TryRead<Reports>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var read, out var reason)
            ? read.Items
            : throw new UsageException(
                $"The plan is not understood ({reason}). Is the control plane of another version? "
                + "See: selvedge version");

    private sealed record Reports(ImmutableArray<PlanReport> Items);
}
