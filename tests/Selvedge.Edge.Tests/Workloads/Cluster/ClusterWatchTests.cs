using System.Net;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterWatchTests
{
    private readonly FakeTimeProvider _time = new();
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

    [Fact]
    public async Task A_server_that_vanished_without_a_word_is_not_waited_for_without_end()
    {
        var following = new ClusterWatch(error => ClusterCalls.Failure(error, "here"), _time).FollowAsync<V1Pod>(
            (_, _, cancellation) => SilenceAsync(cancellation), "5", (_, _) => { }, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(following.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            RuntimeException.Unavailable, (await Assert.ThrowsAsync<RuntimeException>(() => following)).Reason);
    }

    private static async IAsyncEnumerable<(WatchEventType Type, V1Pod Item)> SilenceAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        yield break;
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
        return new ClusterWatch(
            error => ClusterCalls.Failure(error, "here"), TimeProvider.System).FollowAsync<V1Pod>(
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
