using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterWatchTests
{
    private readonly ClusterWatch _watch = new(error => ClusterCalls.Failure(error, "here"), TimeProvider.System);
    private readonly List<string> _asked = [];
    private readonly List<string> _taken = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_that_ends_goes_on_where_it_was_and_a_bookmark_counts()
    {
        await FollowAsync(
            _ => Changes((WatchEventType.Added, "7"), (WatchEventType.Modified, "8")),
            _ => Changes((WatchEventType.Bookmark, "20")),
            _ => Changes(),
            broken => Broken(broken, new KubernetesException(new V1Status { Code = 410, Message = "too old" })));
        Assert.Equal(["5", "8", "20", "20"], _asked);
        Assert.Equal(["Added 7", "Modified 8"], _taken);
    }

    [Fact]
    public async Task What_is_forgotten_is_listed_again_however_it_is_told()
    {
        await FollowAsync(_ => throw new HttpOperationException
        {
            Response = new HttpResponseMessageWrapper(new HttpResponseMessage(HttpStatusCode.Gone), ""),
        });
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Every_other_end_is_a_failure_with_a_sentence()
    {
        var lost = await Assert.ThrowsAsync<RuntimeException>(() => FollowAsync(_ => throw new IOException("reset")));
        Assert.Equal(RuntimeException.Unavailable, lost.Reason);
        Assert.Equal("The cluster at here cannot be reached: reset", lost.Message);
        var ended = await Assert.ThrowsAsync<RuntimeException>(() => FollowAsync(
            broken => Broken(broken, new KubernetesException(new V1Status { Code = 500, Message = "no disk" }))));
        Assert.Contains("no disk", ended.Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<(WatchEventType Type, V1Pod Item)> Changes(
        params (WatchEventType Type, string Version)[] changes)
    {
        await Task.Yield();
        foreach (var (type, version) in changes)
        {
            yield return (type, new V1Pod { Metadata = new V1ObjectMeta { ResourceVersion = version } });
        }
    }

    private static IAsyncEnumerable<(WatchEventType Type, V1Pod Item)> Broken(
        Action<Exception> broken, Exception error)
    {
        broken(error);
        return Changes();
    }

    private Task FollowAsync(
        params Func<Action<Exception>, IAsyncEnumerable<(WatchEventType Type, V1Pod Item)>>[] rounds)
    {
        var round = 0;
        return _watch.FollowAsync<V1Pod>(
            (version, broken, _) =>
            {
                _asked.Add(version);
                return rounds[round++](broken);
            },
            "5",
            (type, item) => _taken.Add($"{type} {item.Metadata.ResourceVersion}"),
            Cancellation);
    }
}
