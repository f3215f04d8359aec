using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api.Admission;

/// <summary>Finds addresses that two documents would have at once, and prefixes outside what the network holds.
/// </summary>
internal sealed class AddressConflicts(IResourceStore store)
{
    /// <summary>Adds every conflict of a document with the others of its kind, and with what it lies in.</summary>
    public async Task CheckAsync(
        ResourceKind kind, JsonObject next, ICollection<Problem> problems, CancellationToken cancellation)
    {
        switch (kind.Resource)
        {
            case ResourceNames.Aggregates:
                await CheckOverlapAsync("Aggregate", kind.Resource, next, problems, cancellation);
                break;
            case ResourceNames.Prefixes:
                await CheckOverlapAsync("Prefix", kind.Resource, next, problems, cancellation);
                await CheckInsideAsync(
                    "spec.prefix", "Aggregate", ResourceNames.Aggregates, Network(next, "prefix"), problems,
                    cancellation);
                break;
            case ResourceNames.IpAddresses:
                await CheckTwiceAsync("address", "IpAddress", next, kind.Resource, problems, cancellation);
                await CheckInsideAsync(
                    "spec.address", "Prefix", ResourceNames.Prefixes, Host(next), problems, cancellation);
                break;
            case ResourceNames.VirtualAddresses:
                await CheckTwiceAsync("address", "VirtualAddress", next, kind.Resource, problems, cancellation);
                break;
            case ResourceNames.Asns:
                await CheckTwiceAsync("number", "Asn", next, kind.Resource, problems, cancellation);
                break;
            default:
                break;
        }
    }

    private async Task CheckOverlapAsync(
        string kind, string resource, JsonObject next, ICollection<Problem> problems, CancellationToken cancellation)
    {
        if (Network(next, "prefix") is not { } network)
        {
            return;
        }

        foreach (var other in await OthersAsync(resource, next, cancellation))
        {
            if (Network(other, "prefix") is { } theirs && network.Overlaps(theirs))
            {
                problems.Add(new Problem(
                    "spec.prefix",
                    $"{network} overlaps {theirs} of the {kind} {JsonRead.Text(other, "metadata", "name")}.",
                    "Make one of them smaller, or delete it.", ProblemCause.FieldValueDuplicate));
            }
        }
    }

    // Without any block nothing is held against: a small network documents its prefix alone.
    private async Task CheckInsideAsync(
        string path, string kind, string resource, IPNetwork? network, ICollection<Problem> problems,
        CancellationToken cancellation)
    {
        var list = await store.ListAsync(resource, null, cancellation);
        var blocks = list.Items.Select(item => JsonObject.Create(item.Document)!)
            .Select(item => (Name: JsonRead.Text(item, "metadata", "name"), Block: Network(item, "prefix")))
            .Where(entry => entry.Block is not null).ToList();
        if (network is not { } wanted || blocks.Count == 0
            || blocks.Exists(entry => entry.Block!.Value.Covers(wanted)))
        {
            return;
        }

        var known = string.Join(", ", blocks.Take(10).Select(entry => $"{entry.Name} ({entry.Block})"));
        problems.Add(new Problem(
            path, $"{wanted} lies in no {kind}.", $"Take it of one of these, or write one for it: {known}.",
            ProblemCause.FieldValueInvalid));
    }

    private async Task CheckTwiceAsync(
        string member, string kind, JsonObject next, string resource, ICollection<Problem> problems,
        CancellationToken cancellation)
    {
        if (Value(next, member) is not { } mine)
        {
            return;
        }

        foreach (var other in (await OthersAsync(resource, next, cancellation))
            .Where(other => Value(other, member) == mine))
        {
            problems.Add(new Problem(
                $"spec.{member}", $"The {kind} {JsonRead.Text(other, "metadata", "name")} has {mine} already.",
                "Write another.", ProblemCause.FieldValueDuplicate));
        }
    }

    private async Task<IEnumerable<JsonObject>> OthersAsync(
        string resource, JsonObject next, CancellationToken cancellation)
    {
        var name = JsonRead.Text(next, "metadata", "name");
        var list = await store.ListAsync(resource, null, cancellation);
        return list.Items.Where(item => item.Key.Name != name).Select(item => JsonObject.Create(item.Document)!);
    }

    private static IPNetwork? Network(JsonObject document, string member) =>
        IPNetwork.TryParse(JsonRead.Text(document, "spec", member) ?? "", out var network) ? network : null;

    private static IPNetwork? Host(JsonObject document) =>
        IPAddress.TryParse(JsonRead.Text(document, "spec", "address"), out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;

    // Of IPv6 there are many spellings.
    private static string? Value(JsonObject document, string member) =>
        JsonRead.At(document, "spec", member)?.ToString() is not { } text ? null
        : IPAddress.TryParse(text, out var address) && member == "address" ? address.ToString()
        : text;
}
