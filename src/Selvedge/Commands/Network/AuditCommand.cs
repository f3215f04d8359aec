using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge audit</c>: what is wrong with the network that no fault has shown yet.</summary>
internal static class AuditCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new DocumentedCommand(
        "audit", "Look for what is wrong before a fault shows it", "", "selvedge audit routing",
        "selvedge audit ddos")
    {
        Routing(),
        Ddos(),
    };

    private static DocumentedCommand Ddos()
    {
        var command = CommandOptions.Named(
            "ddos",
            "Look for attacks that nothing would meet",
            "For each location and layer (3, 4 and 7) who meets an attack there, and up to what: the provider's "
            + "scrubbing as its Provider says, the nodes' own rules as a Defence says, or nothing. What is missing or "
            + "turned off is a finding with the safeguard to switch on. Ends with 1 where there is an error among "
            + "them.",
            "selvedge audit ddos",
            "selvedge audit ddos -o json");
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var facts = new DefenceFacts(
                await ListAsync<Provider>(session, cancellation),
                await ListAsync<Location>(session, cancellation),
                await ListAsync<Defence>(session, cancellation));
            return CoverReport.Write(session, DefenceAudit.Cover(facts), DefenceAudit.Find(facts));
        });
        return command;
    }

    private static DocumentedCommand Routing()
    {
        var command = CommandOptions.Named(
            "routing",
            "Look for what keeps the Internet from hearing or believing the network's addresses",
            "Missing and loose ROAs, letters of authority that are missing or end, space that no document "
                + "names, sessions "
            + "that are down, prefixes that nobody is told of. Ends with 1 where there is an error among them.",
            "selvedge audit routing",
            "selvedge audit routing -o json");
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var facts = new RoutingFacts(
                await ListAsync<Aggregate>(session, cancellation),
                await ListAsync<Prefix>(session, cancellation),
                await ListAsync<Roa>(session, cancellation),
                await ListAsync<Provider>(session, cancellation),
                await ListAsync<Location>(session, cancellation),
                await ListAsync<Node>(session, cancellation),
                await ListAsync<BgpPeer>(session, cancellation),
                await ListAsync<Announcement>(session, cancellation),
                session.Now);
            var nothing = facts.Prefixes.IsEmpty && facts.Peers.IsEmpty
                ? "The network announces no addresses of its own: there is no Prefix and no BgpPeer."
                : "";
            return AuditReport.Write(session, RoutingAudit.Find(facts), nothing);
        });
        return command;
    }

    private static async Task<ImmutableArray<T>> ListAsync<T>(Session session, CancellationToken cancellation)
    {
        var kind = KindRegistry.All.First(known => known.Kind == typeof(T).Name);
        var documents = await session.Api.ListAsync(ApiClient.PathOf(kind, "", ""), cancellation);
        return [.. documents.Select(document => Read<T>(document))];
    }

    private static T Read<T>(JsonObject raw) =>
        CoreJson.TryRead<T>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var read, out var reason)
            ? read
            : throw new UsageException($"A {typeof(T).Name} is not understood ({reason}). See: selvedge version");
}
