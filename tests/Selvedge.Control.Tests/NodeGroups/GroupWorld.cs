using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.NodeGroups;
using Selvedge.Control.Tests.Compile;
using Selvedge.Control.Tests.Scaling;
using Selvedge.Control.Workloads;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Workloads;
using Selvedge.Core.Workloads.Rollouts;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.NodeGroups;

/// <summary>A real store, real commands that keep a file a node, and a network of three places with a node each, where
/// tests say which nodes speak. Frankfurt has a group.</summary>
internal sealed class GroupWorld : IAsyncDisposable
{
    public const string Group = "small";

    /// <summary>A provider: what it has are files, and it notes what it was asked.</summary>
    private const string Cloud = """
        echo "$1 $2" >> "$SELVEDGE_STATE/../asked"
        case $1 in
          create) test -n "$SELVEDGE_NODE_SEED" && touch "$SELVEDGE_STATE/$2" && echo 127.0.9.9 ;;
          delete) rm -f "$SELVEDGE_STATE/$2" ;;
          list) ls "$SELVEDGE_STATE" ;;
        esac
        """;

    private static readonly ResourceKey Shop = new(ResourceNames.Deployments, "default", "shop");

    private readonly ProviderFolder _folder = new();
    private readonly string _storeFolder;
    private int _ids;

    private GroupWorld(SqliteResourceStore store, string storeFolder)
    {
        (Store, _storeFolder) = (store, storeFolder);
        Time = new FakeTimeProvider(ScaleScene.Now);
        Cache = new DocumentCache(store, Time, NullLogger<DocumentCache>.Instance);
        WriteCommand(Cloud);
        Loop = Begin(store);
    }

    public SqliteResourceStore Store { get; }

    public FakeTimeProvider Time { get; }

    public DocumentCache Cache { get; }

    public NodeGroupLoop Loop { get; private set; }

    public NodeGroupPolicy Policy { get; set; } = new() { BudgetPerHour = 10 };

    /// <summary>The nodes that speak.</summary>
    public HashSet<string> Live { get; } = new(StringComparer.Ordinal) { "fra-1" };

    public VerdictTable Table { get; set; } = VerdictTable.Empty;

    /// <summary>Everything that the provider has.</summary>
    public IReadOnlyList<string> Bought => Directory.Exists(_folder.State(Group))
        ? [.. Directory.GetFiles(_folder.State(Group)).Select(file => Path.GetFileName(file)!).Order(
            StringComparer.Ordinal)]
        : [];

    /// <summary>What the provider was asked, but for lists.</summary>
    public IReadOnlyList<string> Asked => File.Exists(_folder.State("asked"))
        ? [.. File.ReadAllLines(_folder.State("asked"))
            .Where(line => !line.StartsWith("list", StringComparison.Ordinal))]
        : [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GroupWorld> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("selvedge-groups-").FullName;
        var store = await SqliteResourceStore.OpenAsync(Path.Combine(folder, "store.db"), TimeProvider.System);
        var world = new GroupWorld(store, folder);
        var network = NetworkScene.ThreePlaces();
        foreach (var location in network.Locations.Values)
        {
            await world.PutAsync(new ResourceKey(ResourceNames.Locations, "", location.Metadata.Name), location);
        }

        foreach (var node in network.Nodes.Values)
        {
            await world.PutAsync(new ResourceKey(ResourceNames.Nodes, "", node.Metadata.Name), node);
        }

        await world.PutAsync(GroupDocuments.KeyOf(Group), new NodeGroup
        {
            Metadata = new ObjectMeta { Name = Group, Uid = "group", Generation = 1 },
            Spec = new NodeGroupSpec
            {
                Location = "fra",
                Command = "cloud",
                Node = new NodeGroupNode { Cpu = "2", Memory = "2Gi" },
                PricePerHour = 3,
            },
        });
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.CallsEndedAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_storeFolder, recursive: true);
    }

    public void WriteCommand(string script) => _folder.Write("cloud", script);

    /// <summary>What a provider has that nobody asked for, or has no more.</summary>
    public void Place(string node) => File.WriteAllText(_folder.State(Path.Combine(Group, node)), "");

    public void Lose(string node) => File.Delete(_folder.State(Path.Combine(Group, node)));

    /// <summary>A new control process, over whatever the one before has left.</summary>
    public NodeGroupLoop Begin(IResourceStore store) => Loop = new NodeGroupLoop(
        Cache,
        new DocumentStore(store),
        Statuses,
        () => Table,
        new CommandProvider(_folder.Path, TimeSpan.FromSeconds(30), TimeProvider.System),
        new EventRecorder(store, Time, () => "id", NullLogger<EventRecorder>.Instance),
        new NodeGroupOptions
        {
            Policy = Policy,
            BusUrl = "nats://127.0.0.1:4222",
            BusAuthority = "PEM",
            StateDirectory = _folder.State(""),
        },
        Time,
        () => $"id-{Interlocked.Increment(ref _ids)}",
        NullLogger<NodeGroupLoop>.Instance);

    /// <summary>Some rounds, each with what its commands answered.</summary>
    public async Task<NodeGroupStatus> WorkAsync(int rounds = 1)
    {
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(Cancellation);
        }

        return await StatusAsync();
    }

    /// <summary>One round of a process that can be killed.</summary>
    public async Task RoundAsync(CancellationToken cancellation)
    {
        await Cache.LoadAsync(Cancellation);
        await Loop.WorkAsync(cancellation);
        await Loop.CallsEndedAsync();
        Time.Advance(TimeSpan.FromSeconds(15));
    }

    public async Task<NodeGroupStatus> StatusAsync() =>
        (await GroupAsync())?.Status ?? new NodeGroupStatus();

    public Task<NodeGroup?> GroupAsync() =>
        new DocumentStore(Store).GetAsync<NodeGroup>(GroupDocuments.KeyOf(Group), Cancellation);

    public Task<Node?> NodeAsync(string name) =>
        new DocumentStore(Store).GetAsync<Node>(new ResourceKey(ResourceNames.Nodes, "", name), Cancellation);

    public async Task<bool> HasSecretAsync(string node) => await Store.GetAsync(
        new ResourceKey(ResourceNames.Secrets, "selvedge-system", $"node-{node}"), Cancellation) is not null;

    /// <summary>A Deployment whose last rollout has left pods of 1.5 cores without a node in Frankfurt.</summary>
    public async Task WaitingAsync(int pods)
    {
        var document = JsonTrees.ToTree(new Deployment
        {
            Metadata = new ObjectMeta { Name = "shop", Namespace = "default", Uid = "shop" },
            Spec = new DeploymentSpec { Template = new PodTemplate { Spec = Spec("") } },
        })!.AsObject();
        document["status"] = JsonTrees.ToTree(new DeploymentStatus(
            1, 0, pods, 0, 0, 0, pods, "0/1",
            [new PlaceState("fra", PlacePhase.Held, "No room.", pods, 0, 0, 0, 0) { Unplaced = pods }],
            [], RolloutMemory.None));
        var present = await Store.GetAsync(Shop, Cancellation);
        await Store.PutAsync(Shop, document.ToElement(), present?.Revision ?? 0, Cancellation);
    }

    public Task RunPodAsync(string name, string node) => PutAsync(
        new ResourceKey(ResourceNames.Pods, "default", name),
        new Pod { Metadata = new ObjectMeta { Name = name, Namespace = "default" }, Spec = Spec(node) });

    public async Task EndPodAsync(string name) => await Store.DeleteAsync(
        new ResourceKey(ResourceNames.Pods, "default", name), 0, Cancellation);

    public async Task PutAsync<T>(ResourceKey key, T document)
    {
        var present = await Store.GetAsync(key, Cancellation);
        await Store.PutAsync(key, CoreJson.ToElement(document), present?.Revision ?? 0, Cancellation);
    }

    private Dictionary<string, NodeStatus> Statuses() => Cache.Current.Nodes.Values
        .Where(node => Live.Contains(node.Metadata.Name))
        .ToDictionary(
            node => node.Metadata.Name,
            node => ScaleScene.Node([]) with
            {
                Node = node.Metadata.Name,
                Location = node.Spec.Location,
                Capacity = node.Metadata.Name == "fra-1"
                    ? new NodeCapacity(1000, 1L << 30)
                    : new NodeCapacity(2000, 2L << 30),
            },
            StringComparer.Ordinal);

    private static PodSpec Spec(string node) => new()
    {
        NodeName = node,
        Containers =
        [
            new Container
            {
                Name = "web",
                Resources = new ResourceNeeds
                {
                    Requests = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                        .Add("cpu", "1500m").Add("memory", "64Mi"),
                },
            },
        ],
    };
}
