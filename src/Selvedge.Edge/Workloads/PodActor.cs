using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>Does what <see cref="PodMachine"/>s want done, and says how it went.</summary>
internal sealed class PodActor : IDisposable
{
    private readonly IContainerRuntime _runtime;
    private readonly PodVolumes _volumes;
    private readonly PodMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PodProbes _probes;
    private readonly SemaphoreSlim _starts = new(Limits.StartsInFlight);

    /// <summary>Does nothing yet.</summary>
    public PodActor(
        IContainerRuntime runtime, PodVolumes volumes, PodMetrics metrics, TimeProvider time, ILogger log)
    {
        _runtime = runtime;
        _volumes = volumes;
        _metrics = metrics;
        _time = time;
        _log = log;
        _probes = new PodProbes(runtime, time);
    }

    /// <summary>Does one thing. Never throws.</summary>
    /// <param name="pod">Which pod.</param>
    /// <param name="section">The pod's section; null where it is in no snapshot any more.</param>
    /// <param name="address">The pod's address; null before it has one.</param>
    /// <param name="action">What to do.</param>
    /// <param name="cancellation">The node is stopping.</param>
    /// <returns>What its machine is told; null for nothing.</returns>
    public async Task<PodInput?> DoAsync(
        PodIdentity pod, PodSection? section, IPAddress? address, PodAction action, CancellationToken cancellation)
    {
        if (action is not PodAction.Ask)
        {
            Log.Acting(_log, pod.Namespace, pod.Name, action.GetType().Name);
        }

        try
        {
            return await TryAsync(pod, section, address, action, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new PodInput.Failed(action, RuntimeException.Unavailable, "The node is stopping.");
        }
        catch (RuntimeException error)
        {
            return Failed(error.Reason, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(RuntimeException.CreateContainerError, error.Message);
        }
        catch (Exception error)
        {
            Log.ActionBroke(_log, error, pod.Namespace, pod.Name);
            return new PodInput.Failed(action, RuntimeException.CreateContainerError, error.Message);
        }

        PodInput.Failed Failed(string reason, string message)
        {
            _metrics.Failed(reason);
            Log.ActionFailed(_log, pod.Namespace, pod.Name, reason, message);
            return new PodInput.Failed(action, reason, message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _probes.Dispose();
        _starts.Dispose();
    }

    private async Task<PodInput?> TryAsync(
        PodIdentity pod, PodSection? section, IPAddress? address, PodAction action, CancellationToken cancellation)
    {
        switch (action)
        {
            case PodAction.Open:
                return new PodInput.Opened(await _runtime.OpenPodAsync(pod, cancellation));
            case PodAction.Pull pull:
                return await InTurnAsync(async () => new PodInput.Pulled(
                    pull.Container.Name,
                    await _runtime.PullAsync(pull.Container.Image, PullPolicies.Of(pull.Container), cancellation)),
                    cancellation);
            case PodAction.Start start:
                return await InTurnAsync(() => StartAsync(pod, section!, address!, start, cancellation), cancellation);
            case PodAction.Ask ask:
                var (success, message) = await _probes.AskAsync(
                    ask.Id, ask.Probe, section!.Spec, address!, cancellation);
                if (!success)
                {
                    _metrics.ProbeFailed(ask.Kind);
                }

                return new PodInput.Asked(ask.Container, ask.Id, ask.Kind, success, message);
            case PodAction.Stop stop:
                await _runtime.StopAsync(stop.Id, stop.Signal, cancellation);
                return null;
            case PodAction.Remove remove:
                await _runtime.RemoveAsync(remove.Id, cancellation);
                return null;
            default:
                await _runtime.ClosePodAsync(pod, cancellation);
                _volumes.Remove(pod.Uid);
                return new PodInput.Closed();
        }
    }

    private async Task<PodInput> StartAsync(
        PodIdentity pod, PodSection section, IPAddress address, PodAction.Start start, CancellationToken cancellation)
    {
        var container = start.Container;
        var began = _time.GetTimestamp();
        if (!PodEnvironment.TryResolve(section, container, address.ToString(), out var variables, out var problem)
            || !_volumes.TryWrite(section, out problem)
            || !_volumes.TryMount(section, container, out var mounts, out problem))
        {
            _metrics.Failed(PodMachine.ConfigError);
            return new PodInput.Failed(start, PodMachine.ConfigError, problem);
        }

        var id = await _runtime.StartAsync(
            new ContainerStart
            {
                Pod = pod,
                Name = container.Name,
                Attempt = start.Attempt,
                Image = container.Image,
                Address = address,
                Command = [.. container.Command.Select(word => PodEnvironment.Expand(word, variables))],
                Args = [.. container.Args.Select(word => PodEnvironment.Expand(word, variables))],
                WorkingDirectory = container.WorkingDir,
                Environment = variables,
                Mounts = mounts,
                CpuMillisMax = container.Resources.CpuMillisMax,
                MemoryBytesMax = container.Resources.MemoryBytesMax,
                User = container.SecurityContext.RunAsUser,
                Group = container.SecurityContext.RunAsGroup,
                ReadOnlyRoot = container.SecurityContext.ReadOnlyRootFilesystem,
            },
            cancellation);
        _metrics.Started(start.Attempt > 0, _time.GetElapsedTime(began));
        return new PodInput.Started(container.Name, start.Attempt, id);
    }

    private async Task<PodInput> InTurnAsync(Func<Task<PodInput>> action, CancellationToken cancellation)
    {
        await _starts.WaitAsync(cancellation);
        try
        {
            return await action();
        }
        finally
        {
            _starts.Release();
        }
    }
}
