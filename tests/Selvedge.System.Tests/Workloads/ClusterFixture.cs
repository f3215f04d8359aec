using Selvedge.Edge.Tests.Workloads;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Workloads;

/// <summary>Selvedge in the role of a Kubernetes cluster: its API, its control plane and one node with plain processes,
/// all of them real. A real kube-apiserver is not to be had here.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private static int _made;

    public LiveNetwork Network { get; private set; } = null!;

    public Operator Operator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var program in new[] { "nats-server", "pebble" })
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        Assert.SkipUnless(File.Exists(PodHostTest.Busybox), "busybox is missing: install busybox-static");
        Network = await LiveNetwork.StartAsync(LiveNetwork.FreePrefix(), restartAfter: "5s");
        await PodHostTest.WriteProcessImageAsync(Path.Combine(Network.State, "images"));
        Operator = new Operator(Network);

        // A replica is a pod at each location, and a cluster has one of it.
        foreach (var location in LiveNetwork.Locations.Skip(1))
        {
            await Operator.DeleteAsync("nodes", $"{location}-1");
            await Operator.DeleteAsync("locations", location);
        }
    }

    /// <summary>A namespace of its own for a test.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = FormattableString.Invariant($"pods-{Interlocked.Increment(ref _made)}");
        (await Operator.SendAsync(
            HttpMethod.Post, "/api/v1/namespaces",
            $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{name}}}"}}""")).Good();
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        Operator?.Dispose();
        if (Network is not null)
        {
            await Network.DisposeAsync();
        }
    }
}
