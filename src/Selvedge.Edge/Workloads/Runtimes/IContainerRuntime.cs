using System.Net;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>What runs the containers of this node's pods. Containers outlive the node's process: one that starts
/// finds them in <see cref="ListAsync"/>.</summary>
/// <remarks>Every method may throw <see cref="RuntimeException"/>, which says whether trying again can help, and
/// nothing else but <see cref="OperationCanceledException"/>. All may be called at the same time.</remarks>
public interface IContainerRuntime : IAsyncDisposable
{
    /// <summary>Its name: <c>process</c> or <c>containers</c>.</summary>
    string Name { get; }

    /// <summary>Whether it works here. Never throws a <see cref="RuntimeException"/>.</summary>
    Task<RuntimeCondition> CheckAsync(CancellationToken cancellation);

    /// <summary>Makes sure that an image is here.</summary>
    /// <returns>The image's digest, as the runtime says it.</returns>
    /// <exception cref="RuntimeException"><c>ErrImagePull</c>, <c>ErrImageNeverPull</c> or <c>InvalidImageName</c>.
    /// </exception>
    Task<string> PullAsync(string image, PullPolicy policy, CancellationToken cancellation);

    /// <summary>Gives a pod its address, which all its containers share: the same one each time, until
    /// <see cref="ClosePodAsync"/>.</summary>
    /// <returns>Where the node reaches the ports of its containers.</returns>
    Task<IPAddress> OpenPodAsync(PodIdentity pod, CancellationToken cancellation);

    /// <summary>Takes a pod's address back, and all that is left of its containers. They have ended before; one that
    /// has not is killed.</summary>
    Task ClosePodAsync(PodIdentity pod, CancellationToken cancellation);

    /// <summary>Starts a container in a pod that is open.</summary>
    /// <returns>The container's id.</returns>
    /// <exception cref="RuntimeException"><c>RunContainerError</c> or <c>CreateContainerError</c>.</exception>
    Task<string> StartAsync(ContainerStart container, CancellationToken cancellation);

    /// <summary>Asks a container to end, or ends it. Does nothing where it is gone or has ended.</summary>
    Task StopAsync(string id, StopSignal signal, CancellationToken cancellation);

    /// <summary>Forgets a container that has ended, with its logs.</summary>
    Task RemoveAsync(string id, CancellationToken cancellation);

    /// <summary>Every container that this node has started and not removed, whether it runs or not.</summary>
    Task<IReadOnlyList<OwnedContainer>> ListAsync(CancellationToken cancellation);

    /// <summary>What a container takes.</summary>
    /// <returns>Null where it does not run.</returns>
    Task<ContainerUsage?> UsageAsync(string id, CancellationToken cancellation);

    /// <summary>What a container wrote, in order. Ends with the log's end, or when the container has ended where the
    /// query follows.</summary>
    IAsyncEnumerable<LogLine> LogsAsync(string id, LogQuery query, CancellationToken cancellation);

    /// <summary>Runs a command beside the container's program, with its files, environment and address.</summary>
    Task<ExecResult> ExecAsync(
        string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation);
}
