using System.CommandLine;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge status</c>: the network on one screen.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = CommandOptions.Named(
            "status",
            "Show the network on one screen",
            "The control plane, the bus, which site is served where, and the nodes.",
            "selvedge status");
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var version = await session.Api.GetAsync("/version", cancellation);
            var (raw, table) = await WhyCommand.VerdictsAsync(session.Api, cancellation);
            var nodes = await session.Api.ListAsync("/apis/selvedge.dev/v1/nodes", cancellation);
            var locations = await session.Api.ListAsync("/apis/selvedge.dev/v1/locations", cancellation);
            if (!session.TryWrite(new JsonObject
            {
                ["server"] = session.Server.AbsoluteUri,
                ["version"] = version,
                ["verdicts"] = raw,
                ["locations"] = new JsonArray([.. locations.Select(item => item.DeepClone())]),
                ["nodes"] = new JsonArray([.. nodes.Select(item => item.DeepClone())]),
            }))
            {
                new StatusReport(
                    session.Server, JsonRead.Text(version, "gitVersion") ?? "", table, locations, nodes, session.Now)
                    .WriteTo(session.Out, session.Paint);
            }

            return 0;
        });
        return command;
    }
}
