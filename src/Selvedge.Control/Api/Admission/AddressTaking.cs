using System.Net;
using System.Text.Json.Nodes;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api.Admission;

/// <summary>Takes the first free prefix of an Aggregate, or the first free address of a Prefix, for a document that
/// names where to take it from and not what.</summary>
internal sealed class AddressTaking(IResourceStore store)
{
    /// <summary>Writes what is taken into the document. What cannot be taken is a problem.</summary>
    public async Task TakeAsync(
        ResourceKind kind, JsonObject? live, JsonObject next, ICollection<Problem> problems,
        CancellationToken cancellation)
    {
        var member = kind.Resource switch
        {
            ResourceNames.Prefixes => "prefix",
            ResourceNames.IpAddresses => "address",
            _ => "",
        };
        if (member.Length == 0 || next["spec"] is not JsonObject spec
            || JsonRead.Text(spec, "from") is not { Length: > 0 } from || JsonRead.Text(spec, member) is not null)
        {
            return;
        }

        // Who applies the document as it was written first does not give up what was taken for it.
        if (JsonRead.Text(live, "spec", member) is { } kept && JsonRead.Text(live, "spec", "from") == from
            && JsonRead.Whole(live, "spec", "length") == JsonRead.Whole(spec, "length"))
        {
            spec[member] = kept;
            return;
        }

        var taken = member == "prefix"
            ? await PrefixAsync(from, (int)(JsonRead.Whole(spec, "length") ?? 0), problems, cancellation)
            : await AddressAsync(from, problems, cancellation);
        if (taken is not null)
        {
            spec[member] = taken;
        }
    }

    private async Task<string?> PrefixAsync(
        string from, int length, ICollection<Problem> problems, CancellationToken cancellation)
    {
        if (await BlockAsync(ResourceNames.Aggregates, from, cancellation) is not { } block)
        {
            return Missing("Aggregate", from, problems);
        }

        if (length == 0)
        {
            // The schema's checks say so.
            return null;
        }

        var prefixes = await store.ListAsync(ResourceNames.Prefixes, null, cancellation);
        var taken = prefixes.Items.Select(item => JsonRead.Text(JsonObject.Create(item.Document), "spec", "prefix"))
            .Select(text => IPNetwork.TryParse(text ?? "", out var network) ? network : (IPNetwork?)null)
            .OfType<IPNetwork>().ToList();
        if (FreeSpace.FindPrefix(block, taken, length) is { } found)
        {
            return found.ToString();
        }

        problems.Add(new Problem(
            "spec.length", $"{from} ({block}) has no /{length} free.",
            FreeSpace.FindLargest(block, taken) is { } largest
                ? $"The largest that is free is {largest}: write length {largest.PrefixLength} or more."
                : "It is full: write another Aggregate.",
            ProblemCause.FieldValueInvalid));
        return null;
    }

    private async Task<string?> AddressAsync(
        string from, ICollection<Problem> problems, CancellationToken cancellation)
    {
        if (await BlockAsync(ResourceNames.Prefixes, from, cancellation) is not { } block)
        {
            return Missing("Prefix", from, problems);
        }

        var addresses = await store.ListAsync(ResourceNames.IpAddresses, null, cancellation);
        var taken = addresses.Items.Select(item => JsonRead.Text(JsonObject.Create(item.Document), "spec", "address"))
            .Select(text => IPAddress.TryParse(text, out var address) ? address : null)
            .OfType<IPAddress>().ToHashSet();
        if (FreeSpace.FindAddress(block, taken) is { } found)
        {
            return found.ToString();
        }

        problems.Add(new Problem(
            "spec.from", $"{from} ({block}) has no address free.", "Name another Prefix.",
            ProblemCause.FieldValueInvalid));
        return null;
    }

    private async Task<IPNetwork?> BlockAsync(string resource, string name, CancellationToken cancellation) =>
        await store.GetAsync(new ResourceKey(resource, "", name), cancellation) is { } stored
        && IPNetwork.TryParse(
            JsonRead.Text(JsonObject.Create(stored.Document), "spec", "prefix") ?? "", out var network)
            ? network
            : null;

    private static string? Missing(string kind, string name, ICollection<Problem> problems)
    {
        problems.Add(new Problem(
            "spec.from", $"There is no {kind} {TextForms.Brief(name)}.", "Create it first, or name another.",
            ProblemCause.FieldValueNotFound));
        return null;
    }
}
