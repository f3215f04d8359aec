using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Api.Admission;

/// <summary>What a document alone cannot show: that what it names exists, and that its hostnames are free.</summary>
internal sealed class CrossChecks(IResourceStore store)
{
    private readonly AddressConflicts _conflicts = new(store);

    /// <summary>Adds every problem of a document among the others. References that the change leaves as they were are
    /// not looked at again, so that a document stays writable when another went away.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="live">The document before; null: new.</param>
    /// <param name="next">The document after.</param>
    /// <param name="problems">Where they are added.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task CheckAsync(
        ResourceKind kind, JsonObject? live, JsonObject next, ICollection<Problem> problems,
        CancellationToken cancellation)
    {
        if (live is not null && JsonNode.DeepEquals(live["spec"], next["spec"]))
        {
            return;
        }

        switch (kind.Resource)
        {
            case ResourceNames.Locations:
                await MustExistAsync(
                    "spec.provider", "Provider", ResourceNames.Providers, JsonRead.Text(next, "spec", "provider"),
                    problems, cancellation);
                break;
            case ResourceNames.Nodes:
                await MustExistAsync(
                    "spec.location", "Location", ResourceNames.Locations, JsonRead.Text(next, "spec", "location"),
                    problems, cancellation);
                break;
            case ResourceNames.NodeGroups:
                CheckMove(live, next, problems);
                await MustExistAsync(
                    "spec.location", "Location", ResourceNames.Locations, JsonRead.Text(next, "spec", "location"),
                    problems, cancellation);
                break;
            case ResourceNames.Defences or ResourceNames.Mitigations:
                foreach (var (index, name) in JsonRead.Texts(next, "spec", "locations"))
                {
                    await MustExistAsync(
                        $"spec.locations[{index}]", "Location", ResourceNames.Locations, name, problems, cancellation);
                }

                break;
            case ResourceNames.Sites:
                await CheckSiteAsync(next, problems, cancellation);
                break;
            case ResourceNames.BgpPeers:
                await MustExistAsync(
                    "spec.location", "Location", ResourceNames.Locations, JsonRead.Text(next, "spec", "location"),
                    problems, cancellation);
                await MustExistAsync(
                    "spec.node", "Node", ResourceNames.Nodes, JsonRead.Text(next, "spec", "node"), problems,
                    cancellation);
                break;
            case ResourceNames.VirtualAddresses:
                await CheckVirtualAddressAsync(next, problems, cancellation);
                await _conflicts.CheckAsync(kind, next, problems, cancellation);
                break;
            default:
                await _conflicts.CheckAsync(kind, next, problems, cancellation);
                break;
        }
    }

    // Its nodes stay where they are.
    private static void CheckMove(JsonObject? live, JsonObject next, ICollection<Problem> problems)
    {
        if (JsonRead.Text(live, "spec", "location") is { } before
            && JsonRead.Text(next, "spec", "location") is { } after && before != after)
        {
            problems.Add(new Problem(
                "spec.location", $"Its nodes are at {before}, and a group does not move.",
                $"Write a NodeGroup of its own for {after}, and delete this one.", ProblemCause.FieldValueForbidden));
        }
    }

    private async Task CheckVirtualAddressAsync(
        JsonObject next, ICollection<Problem> problems, CancellationToken cancellation)
    {
        await MustExistAsync(
            "spec.location", "Location", ResourceNames.Locations, JsonRead.Text(next, "spec", "location"), problems,
            cancellation);
        foreach (var (index, name) in JsonRead.Texts(next, "spec", "balancers"))
        {
            await MustBeAtAsync($"spec.balancers[{index}]", next, name, problems, cancellation);
        }

        foreach (var (index, backend) in JsonRead.Items(next, "spec", "backends"))
        {
            await MustBeAtAsync(
                $"spec.backends[{index}].node", next, JsonRead.Text(backend, "node"), problems, cancellation);
        }
    }

    // A balancer and a backend hear of the address only at its own location.
    private async Task MustBeAtAsync(
        string path, JsonObject next, string? name, ICollection<Problem> problems, CancellationToken cancellation)
    {
        await MustExistAsync(path, "Node", ResourceNames.Nodes, name, problems, cancellation);
        if (name is not null && JsonRead.Text(next, "spec", "location") is { } location
            && await store.GetAsync(new ResourceKey(ResourceNames.Nodes, "", name), cancellation) is { } node
            && JsonRead.Text(JsonObject.Create(node.Document), "spec", "location") is { } other && other != location)
        {
            problems.Add(new Problem(
                path, $"{name} is at {other}, not at {location}.", $"Name a Node of {location}.",
                ProblemCause.FieldValueInvalid));
        }
    }

    private async Task CheckSiteAsync(
        JsonObject site, ICollection<Problem> problems, CancellationToken cancellation)
    {
        foreach (var member in (string[])["locations", "mustNotInclude"])
        {
            foreach (var (index, name) in JsonRead.Texts(site, "spec", "placement", member))
            {
                await MustExistAsync(
                    $"spec.placement.{member}[{index}]", "Location", ResourceNames.Locations, name, problems,
                    cancellation);
            }
        }

        var mine = JsonRead.Texts(site, "spec", "hostnames").ToList();
        var (space, own) = (JsonRead.Text(site, "metadata", "namespace"), JsonRead.Text(site, "metadata", "name"));
        var others = await store.ListAsync(ResourceNames.Sites, null, cancellation);
        foreach (var other in others.Items.Where(item => item.Key.Namespace != space || item.Key.Name != own))
        {
            var theirs = JsonRead.Texts(JsonObject.Create(other.Document), "spec", "hostnames")
                .Select(entry => entry.Text).ToHashSet(StringComparer.Ordinal);
            foreach (var (index, hostname) in mine.Where(entry => theirs.Contains(entry.Text)))
            {
                problems.Add(new Problem(
                    $"spec.hostnames[{index}]",
                    $"{hostname} belongs to the Site {other.Key.Namespace}/{other.Key.Name} already.",
                    "Remove it from one of them.", ProblemCause.FieldValueDuplicate));
            }
        }
    }

    private async Task MustExistAsync(
        string path, string kind, string resource, string? name, ICollection<Problem> problems,
        CancellationToken cancellation)
    {
        if (name is null || !TextForms.IsName(name)
            || await store.GetAsync(new ResourceKey(resource, "", name), cancellation) is not null)
        {
            return;
        }

        var all = await store.ListAsync(resource, null, cancellation);
        var known = all.Items.Count switch
        {
            0 => $"there is no {kind} yet",
            _ => "known: " + string.Join(", ", all.Items.Take(10).Select(item => item.Key.Name)),
        };
        problems.Add(new Problem(
            path, $"There is no {kind} {name}.", $"Create it first, or name another ({known}).",
            ProblemCause.FieldValueNotFound));
    }
}
