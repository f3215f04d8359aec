using k8s;
using k8s.Models;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Follows one kind of object: a watch that ends in order goes on where it was.</summary>
/// <param name="failure">Names a failure.</param>
/// <param name="time">For the pause between two watches.</param>
internal sealed class ClusterWatch(Func<Exception, RuntimeException> failure, TimeProvider time)
{
    /// <summary>Opens a watch.</summary>
    /// <param name="version">From where.</param>
    /// <param name="broken">Called when the cluster says that it cannot go on.</param>
    /// <param name="cancellation">Ends it.</param>
    public delegate IAsyncEnumerable<(WatchEventType Type, T Item)> Open<T>(
        string version, Action<Exception> broken, CancellationToken cancellation);

    /// <summary>Follows until the cluster has forgotten where it was: then a list is due.</summary>
    /// <param name="open">Opens a watch.</param>
    /// <param name="version">From where.</param>
    /// <param name="take">Takes each change, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RuntimeException">The cluster went away.</exception>
    public async Task FollowAsync<T>(
        Open<T> open, string version, Action<WatchEventType, T> take, CancellationToken cancellation)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        while (true)
        {
            Exception? broken = null;

            // The server ends it before; one that vanished without a word ends nothing.
            using var limit = new CancellationTokenSource(Limits.WatchTime + Limits.RequestTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            try
            {
                await foreach (var (type, item) in open(version, error => broken ??= error, either.Token))
                {
                    if (broken is not null)
                    {
                        break;
                    }

                    version = item.Metadata?.ResourceVersion ?? version;
                    if (type != WatchEventType.Bookmark)
                    {
                        take(type, item);
                    }
                }
            }
            catch (Exception error) when (ClusterCalls.IsForeign(error) && !cancellation.IsCancellationRequested)
            {
                broken = error;
            }

            var expired = broken is not null && ClusterCalls.IsExpired(broken);
            if (broken is not null && !expired)
            {
                throw failure(broken);
            }

            await Task.Delay(Limits.WatchPause, time, cancellation);
            if (expired)
            {
                return;
            }
        }
    }
}
