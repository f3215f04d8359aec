using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Commands.Network;
using Selvedge.Configuration;
using Selvedge.Control.Compile;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Commands.Drills;

/// <summary>What a drill kills, and what it watches meanwhile.</summary>
/// <param name="Shown">What is killed, as messages name it: <c>location/fra</c>.</param>
/// <param name="Victims">The nodes whose processes are killed; all of one location.</param>
/// <param name="Others">The nodes that stay.</param>
/// <param name="Sites">The sites that are served at the victims.</param>
/// <param name="Clients">The networks of clients that are asked for; empty: only this machine's own.</param>
/// <param name="Roots">Certificates (PEM) that clients trust beside the system's.</param>
/// <param name="Table">The verdict table before.</param>
internal sealed record DrillScene(
    string Shown,
    ImmutableArray<DrillNode> Victims,
    ImmutableArray<DrillNode> Others,
    ImmutableArray<DrillSite> Sites,
    ImmutableArray<IPNetwork> Clients,
    ImmutableArray<string> Roots,
    VerdictTable Table)
{
    /// <summary>So many sites show what all do; more would only load the machine.</summary>
    private const int SitesMax = 4;

    /// <summary>So many clients of different networks are asked for, for the same reason.</summary>
    private const int ClientsMax = 8;

    private static readonly string SystemPath = $"/api/v1/namespaces/{NetworkDocuments.SystemNamespace}/configmaps";

    /// <summary>The location of what is killed.</summary>
    public string Location => Victims[0].Location;

    /// <summary>Reads the network.</summary>
    /// <param name="api">The network.</param>
    /// <param name="state">The folder of its state, where the nodes' configurations are.</param>
    /// <param name="word">What a person named.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UsageException">There is no such place, or nothing to see there.</exception>
    public static async Task<DrillScene> ReadAsync(
        ApiClient api, string state, string word, CancellationToken cancellation)
    {
        var place = await DrainPlace.FindAsync(api, word, cancellation);
        var nodes = (await ListAsync<Node>(api, "/apis/selvedge.dev/v1/nodes", cancellation))
            .Select(node => NodeOf(node, state))
            .OrderBy(node => node.Name, StringComparer.Ordinal)
            .ToList();
        var victims = nodes.Where(node => (place.IsNode ? node.Name : node.Location) == place.Name).ToImmutableArray();
        if (victims.IsEmpty)
        {
            throw new UsageException($"{place.Shown} has no node: there is nothing to kill. See: selvedge get nodes");
        }

        var (_, table) = await WhyCommand.VerdictsAsync(api, cancellation);
        var names = victims.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var served = table.Verdicts.Where(verdict => Serves(verdict, names)).Select(verdict => verdict.Site).ToList();
        var clients = await MapAsync(api, SnapshotCompiler.ClientMap, cancellation);
        var roots = await MapAsync(api, SnapshotCompiler.ObserverRootsMap, cancellation);
        var sites = (await ListAsync<Site>(api, "/apis/selvedge.dev/v1/sites", cancellation))
            .Where(site => served.Contains(site.Id) && site.Spec.Hostnames.Length > 0)
            .Take(SitesMax)
            .Select(site => new DrillSite(site.Id, site.Spec.Hostnames[0]));
        return new DrillScene(
            place.Shown,
            victims,
            [.. nodes.Except(victims)],
            [.. sites],
            [.. clients.Select(Client).OfType<IPNetwork>().Take(ClientsMax)],
            [.. roots.Values],
            table);
    }

    /// <summary>Why the drill must not be held; null where it may be.</summary>
    public string? Danger()
    {
        var names = Victims.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var lost = Table.Verdicts
            .GroupBy(verdict => verdict.Site)
            .Where(site => site.Any(verdict => Serves(verdict, names))
                && !site.Any(verdict => verdict is { Serviceable: true, Held: null }
                    && verdict.Nodes.Any(node => !names.Contains(node))))
            .Select(site => site.Key.ToString())
            .ToList();
        return lost.Count == 0 ? null
            : $"{Shown} is the last serving place of {string.Join(", ", lost)}: killing it would be an outage. "
                + "Open another place first (see: selvedge describe site), or write --force.";
    }

    /// <summary>Why nothing could be seen; null where something can be.</summary>
    public string? Blindness() =>
        Sites.IsEmpty
            ? $"No user is sent to {Shown} now: there is nothing to see. See why: selvedge status"
            : Others.All(node => node.Dns.IsEmpty)
                ? "No other node's DNS is known here: nothing could be seen. The drill reads where they listen from "
                    + "the configuration folder beside the kubeconfig; run it where selvedge dev runs."
                : null;

    /// <summary>Whether a verdict names one of the nodes to users.</summary>
    public static bool Serves(Verdict verdict, IReadOnlySet<string> nodes) =>
        verdict.Serviceable && verdict.Nodes.Any(nodes.Contains);

    private static DrillNode NodeOf(Node node, string state)
    {
        var addresses = node.Spec.Addresses.Select(IPAddress.Parse).ToImmutableArray();
        return new DrillNode(
            node.Metadata.Name, node.Spec.Location, addresses, node.Spec.HttpsPort,
            DnsOf(Path.Combine(state, "configuration", $"{node.Metadata.Name}.json"), addresses));
    }

    // A node also answers on addresses that it shares with others: asked there, nobody knows who answers.
    private static ImmutableArray<IPEndPoint> DnsOf(string file, ImmutableArray<IPAddress> own) =>
        File.Exists(file)
            ?
            [
                .. ConfigurationFile.Read<NodeConfiguration>(file, configuration => configuration.Problems()).Dns
                    .Select(IPEndPoint.Parse)
                    .Where(endpoint => own.Contains(endpoint.Address)),
            ]
            : [];

    private static IPNetwork? Client(KeyValuePair<string, string> entry) =>
        SnapshotCompiler.TryClient(entry.Key, entry.Value, out var client)
            ? IPNetwork.Parse(client.Prefix)
            : null;

    private static async Task<ImmutableSortedDictionary<string, string>> MapAsync(
        ApiClient api, string name, CancellationToken cancellation) =>
        await api.FindAsync($"{SystemPath}/{name}", cancellation) is { } map
            ? Read<ConfigMap>(map).Data.ToImmutableSortedDictionary(StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;

    private static async Task<IEnumerable<T>> ListAsync<T>(
        ApiClient api, string path, CancellationToken cancellation) =>
        (await api.ListAsync(path, cancellation)).Select(Read<T>);

    private static T Read<T>(JsonObject document) =>
        CoreJson.TryRead<T>(Encoding.UTF8.GetBytes(document.ToJsonString()), out var value, out var reason)
            ? value
            : throw new UsageException(
                $"A {typeof(T).Name} of the network is not understood ({reason}). See: selvedge version");
}
