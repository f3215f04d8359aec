using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Addresses;
using Selvedge.Control.Documents;
using Selvedge.Control.Tests.Compile;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Addresses;

/// <summary>The loop over a real store: three places with a neighbour each, and one anycast prefix.</summary>
public sealed class AddressLoopTests : IAsyncLifetime
{
    private static readonly ImmutableArray<string> Places = ["fra", "nyc", "syd"];

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-addresses-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, NodeStatus> _nodes = new(StringComparer.Ordinal);
    private SqliteResourceStore _store = null!;
    private DocumentCache _cache = null!;
    private AddressLoop _loop = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteResourceStore.OpenAsync(Path.Combine(_folder, "store.db"), TimeProvider.System);
        _cache = new DocumentCache(_store, _time, NullLogger<DocumentCache>.Instance);
        _loop = new AddressLoop(
            _cache, new DocumentStore(_store), () => _nodes,
            new EventRecorder(_store, _time, () => "id", NullLogger<EventRecorder>.Instance), _time, () => "uid",
            NullLogger<AddressLoop>.Instance);
        var network = NetworkScene.ThreePlaces();
        foreach (var location in network.Locations.Values)
        {
            await PutAsync(
                ResourceNames.Locations, location.Metadata.Name,
                location with { Spec = location.Spec with { Provider = "mine" } });
        }

        foreach (var node in network.Nodes.Values)
        {
            await PutAsync(ResourceNames.Nodes, node.Metadata.Name, node);
        }

        foreach (var place in Places)
        {
            await PutAsync(ResourceNames.BgpPeers, $"{place}-up", new BgpPeer
            {
                Metadata = new ObjectMeta { Name = $"{place}-up" },
                Spec = new BgpPeerSpec { Location = place, Address = "10.0.0.1", PeerAsn = 64500, LocalAsn = 64512 },
            });
        }

        await PutAsync(ResourceNames.Prefixes, "anycast", new Prefix
        {
            Metadata = new ObjectMeta { Name = "anycast", Uid = "p" },
            Spec = new PrefixSpec { Network = "192.0.2.0/24", Origin = 64512 },
        });
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_authority_it_is_refused_everywhere_and_with_it_the_nodes_decide()
    {
        await WorkAsync();
        Assert.All(Places, place => Assert.Equal(("Refused", "NoRoa"), Status(place)));
        await AuthorizeAsync();
        Say("fra", "Announced", 2);
        Say("nyc", "Withdrawn", 0);
        await WorkAsync();
        Assert.Equal(("Announced", "Test"), Status("fra"));
        Assert.Equal(("Withdrawn", "Test"), Status("nyc"));
        Assert.Equal(("Unknown", "NodeSilent"), Status("syd"));
        var prefix = _cache.Current.Addresses.Prefixes["anycast"].Status;
        Assert.True(prefix.Live);
        Assert.Equal(["fra"], prefix.AnnouncedAt);
        Assert.Equal(Places, prefix.AllowedAt);
        Assert.Equal("Established", Assert.Single(_cache.Current.Addresses.Peers["fra-up"].Status.Sessions).State);
        Assert.Equal("Silent", Assert.Single(_cache.Current.Addresses.Peers["syd-up"].Status.Sessions).State);
    }

    [Fact]
    public async Task Dns_lets_go_of_it_only_once_every_node_denies_it_for_a_while()
    {
        await AuthorizeAsync();
        Say("fra", "Announced", 1);
        await WorkAsync();

        // Silent nodes may announce it all the same.
        _nodes.Clear();
        await WorkAsync(after: 60);
        Assert.True(_cache.Current.Addresses.Prefixes["anycast"].Status.Live);
        foreach (var place in Places)
        {
            Say(place, "Withdrawn", 0);
        }

        await WorkAsync(after: 9);
        Assert.True(_cache.Current.Addresses.Prefixes["anycast"].Status.Live);
        await WorkAsync(after: 2);
        Assert.False(_cache.Current.Addresses.Prefixes["anycast"].Status.Live);
    }

    [Fact]
    public async Task A_letter_that_ends_takes_the_announcement_with_it_and_a_place_that_goes_takes_its_own()
    {
        await AuthorizeAsync("2026-11-24");
        await WorkAsync();
        Assert.True(_cache.Current.Addresses.Announcements["anycast.fra"].Spec.Allowed);
        await WorkAsync(after: 24 * 3600);
        Assert.Equal(("Refused", "LetterExpired"), Status("fra"));

        await _store.DeleteAsync(new ResourceKey(ResourceNames.BgpPeers, "", "syd-up"), 0, Cancellation);
        await WorkAsync();
        Assert.Equal(["anycast.fra", "anycast.nyc"], _cache.Current.Addresses.Announcements.Keys);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_written_again()
    {
        await AuthorizeAsync();
        Say("fra", "Announced", 1);
        await WorkAsync();
        await WorkAsync();
        var before = await _store.RevisionAsync(Cancellation);
        await WorkAsync();
        Assert.Equal(before, await _store.RevisionAsync(Cancellation));
    }

    private (string Desired, string Reason) Status(string place)
    {
        var status = _cache.Current.Addresses.Announcements[$"anycast.{place}"].Status;
        return (status.Desired, status.Reason);
    }

    private async Task WorkAsync(int after = 0)
    {
        _time.Advance(TimeSpan.FromSeconds(after));
        await _cache.LoadAsync(Cancellation);
        await _loop.WorkAsync(Cancellation);
        await _cache.LoadAsync(Cancellation);
    }

    private async Task AuthorizeAsync(string validUntil = "2027-12-31")
    {
        await PutAsync(ResourceNames.Roas, "roa", new Roa
        {
            Metadata = new ObjectMeta { Name = "roa" },
            Spec = new RoaSpec { Prefix = "192.0.2.0/24", Origin = 64512 },
        });
        await PutAsync(ResourceNames.Providers, "mine", new Provider
        {
            Metadata = new ObjectMeta { Name = "mine" },
            Spec = new ProviderSpec
            {
                Bgp = new ProviderBgp
                {
                    Allowed = true,
                    Letters = [new ProviderLetter { Prefix = "192.0.2.0/24", ValidUntil = validUntil }],
                },
            },
        });
    }

    private void Say(string place, string desired, int observed)
    {
        var node = $"{place}-1";
        _nodes[node] = new NodeStatus(
            node, place, "i", 1, "test", TimeSpan.Zero, 1, 1, 0, [], [], [], new NodeLoad(0, 0, 0, 0, 0), [])
        {
            Network = new NetworkReport
            {
                Routing = new RoutingReport(
                    "",
                    [new PeerReport($"{place}-up", "Established", "", null, 1, observed)],
                    [new AnnouncementReport("anycast", desired, "Test", "", observed, _time.GetUtcNow())]),
            },
        };
    }

    private async Task PutAsync<T>(string resource, string name, T document)
    {
        var key = new ResourceKey(resource, "", name);
        var stored = await _store.GetAsync(key, Cancellation);
        await _store.PutAsync(key, CoreJson.ToElement(document), stored?.Revision ?? 0, Cancellation);
    }
}
