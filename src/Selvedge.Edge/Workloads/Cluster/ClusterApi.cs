using k8s;
using k8s.Autorest;
using k8s.Models;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Asks a cluster, in one namespace, for what has the node's label, and for nothing else.</summary>
/// <remarks>Everything throws <see cref="RuntimeException"/> and nothing besides, but for bugs. The kubeconfig is read
/// anew when its credentials are no longer accepted.</remarks>
internal sealed class ClusterApi(ClusterOptions options, TimeProvider time) : IDisposable
{
    private const string FieldManager = "selvedge-node";

    private readonly SemaphoreSlim _turns = new(Limits.RequestsInFlight);
    private readonly string _selector = ClusterNames.Selector(options.Node);
    private volatile Kubernetes? _client;

    private string Where => _client?.BaseUri.Authority ?? "an address that is not known yet";

    /// <summary>Whether the cluster answers; what it is.</summary>
    public Task<string> DescribeAsync(CancellationToken cancellation) => AskAsync(
        async (client, limited) =>
        {
            var version = await client.Version.GetCodeAsync(limited);
            return $"Kubernetes {version.GitVersion} at {Where}, namespace {options.Namespace}; the cluster starts, "
                + "probes and restarts, and its nodes have to be reachable at their pods' addresses";
        },
        cancellation);

    /// <summary>Everything with the node's label.</summary>
    public async Task<ClusterList> ListAsync(CancellationToken cancellation)
    {
        var deployments = await AskAsync(
            (client, limited) => client.AppsV1.ListNamespacedDeploymentAsync(
                options.Namespace, labelSelector: _selector, cancellationToken: limited),
            cancellation);
        var pods = await AskAsync(
            (client, limited) => client.CoreV1.ListNamespacedPodAsync(
                options.Namespace, labelSelector: _selector, cancellationToken: limited),
            cancellation);
        var texts = await AskAsync(
            (client, limited) => client.CoreV1.ListNamespacedConfigMapAsync(
                options.Namespace, labelSelector: _selector, cancellationToken: limited),
            cancellation);
        var secrets = await AskAsync(
            (client, limited) => client.CoreV1.ListNamespacedSecretAsync(
                options.Namespace, labelSelector: _selector, cancellationToken: limited),
            cancellation);
        return new ClusterList(
            [.. deployments.Items],
            deployments.Metadata.ResourceVersion,
            [.. pods.Items],
            pods.Metadata.ResourceVersion,
            [.. texts.Items.Select(one => one.Metadata).Concat(secrets.Items.Select(one => one.Metadata))
                .Select(one => ClusterNames.Identity(one.Annotations, TimeSpan.Zero))
                .OfType<PodIdentity>().Distinct()]);
    }

    /// <summary>What happens to Deployments from a version on, until the server ends it.</summary>
    public IAsyncEnumerable<(WatchEventType Type, V1Deployment Item)> WatchDeploymentsAsync(
        string version, Action<Exception> broken, CancellationToken cancellation) =>
        Client().AppsV1.WatchListNamespacedDeploymentAsync(
            options.Namespace, allowWatchBookmarks: true, labelSelector: _selector, resourceVersion: version,
            timeoutSeconds: (int)Limits.WatchTime.TotalSeconds, onError: broken, cancellationToken: cancellation);

    /// <summary>What happens to pods from a version on, until the server ends it.</summary>
    public IAsyncEnumerable<(WatchEventType Type, V1Pod Item)> WatchPodsAsync(
        string version, Action<Exception> broken, CancellationToken cancellation) =>
        Client().CoreV1.WatchListNamespacedPodAsync(
            options.Namespace, allowWatchBookmarks: true, labelSelector: _selector, resourceVersion: version,
            timeoutSeconds: (int)Limits.WatchTime.TotalSeconds, onError: broken, cancellationToken: cancellation);

    /// <summary>Makes what a pod lacks. The Deployment that is there stays as it is: a new template would be a new pod.
    /// </summary>
    public async Task ApplyAsync(PodSection section, V1Deployment? seen, CancellationToken cancellation)
    {
        // First what the pod needs: it would wait for it, each time longer.
        await ApplyDocumentsAsync(section, seen, cancellation);
        if (seen is null)
        {
            // Whoever takes the Deployment away by hand takes its documents away too.
            var made = await CreateAsync(ClusterObjects.Deployment(section), cancellation);
            await ApplyDocumentsAsync(section, made, cancellation);
        }
    }

    /// <summary>Asks a pod to end, as it wishes to end.</summary>
    public Task EndAsync(string deployment, CancellationToken cancellation) => AskAsync(
        async (client, limited) => await OrAbsentAsync(client.AppsV1.DeleteNamespacedDeploymentAsync(
            deployment,
            options.Namespace,
            new V1DeleteOptions { PropagationPolicy = "Foreground" },
            cancellationToken: limited)),
        cancellation);

    /// <summary>Takes a pod's documents away.</summary>
    public Task CleanAsync(string uid, CancellationToken cancellation) => AskAsync(
        async (client, limited) =>
        {
            var selector = $"{_selector},{ClusterNames.Uid}={ClusterNames.Label(uid)}";
            foreach (var texts in (await client.CoreV1.ListNamespacedConfigMapAsync(
                options.Namespace, labelSelector: selector, cancellationToken: limited)).Items)
            {
                await OrAbsentAsync(client.CoreV1.DeleteNamespacedConfigMapAsync(
                    texts.Metadata.Name, options.Namespace, cancellationToken: limited));
            }

            foreach (var secret in (await client.CoreV1.ListNamespacedSecretAsync(
                options.Namespace, labelSelector: selector, cancellationToken: limited)).Items)
            {
                await OrAbsentAsync(client.CoreV1.DeleteNamespacedSecretAsync(
                    secret.Metadata.Name, options.Namespace, cancellationToken: limited));
            }

            return true;
        },
        cancellation);

    /// <summary>What a container wrote, each line after its time; null: there is no such container or instance.
    /// </summary>
    public Task<Stream?> LogAsync(
        string pod, string container, bool previous, LogQuery query, CancellationToken cancellation) => AskAsync(
        async (client, limited) =>
        {
            var ago = query.Since is { } since ? Math.Ceiling((time.GetUtcNow() - since).TotalSeconds) : (double?)null;
            try
            {
                // The client has no moment to offer, only whole seconds; zero would be none.
                return await client.CoreV1.ReadNamespacedPodLogAsync(
                    pod, options.Namespace, container, follow: query.Follow, previous: previous,
                    sinceSeconds: ago is { } seconds ? (int)Math.Clamp(seconds, 1, int.MaxValue) : null,
                    tailLines: query.Tail, timestamps: true, cancellationToken: limited);
            }
            catch (HttpOperationException error) when (ClusterCalls.IsAbsent(error) || ClusterCalls.IsNone(error))
            {
                return (Stream?)null;
            }
        },
        cancellation);

    /// <summary>What the node's pods take, where the cluster serves metrics.k8s.io; else null.</summary>
    public Task<PodMetricsList?> UsageAsync(CancellationToken cancellation) => AskAsync(
        async (client, limited) =>
        {
            try
            {
                return await client.CustomObjects.ListNamespacedCustomObjectAsync<PodMetricsList>(
                    "metrics.k8s.io", "v1beta1", options.Namespace, "pods", labelSelector: _selector,
                    cancellationToken: limited);
            }
            catch (HttpOperationException error) when (ClusterCalls.IsAbsent(error))
            {
                return (PodMetricsList?)null;
            }
        },
        cancellation);

    /// <summary>The failure for the operator.</summary>
    public RuntimeException Failure(Exception error) => ClusterCalls.Failure(error, Where);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _turns.Dispose();
    }

    private static List<V1OwnerReference>? Owner(V1Deployment? deployment) => deployment is null ? null :
    [
        new V1OwnerReference
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Name = deployment.Metadata.Name,
            Uid = deployment.Metadata.Uid,
        },
    ];

    private static async Task<bool> OrAbsentAsync(Task deletion)
    {
        try
        {
            await deletion;
            return true;
        }
        catch (HttpOperationException error) when (ClusterCalls.IsAbsent(error))
        {
            return false;
        }
    }

    private async Task ApplyDocumentsAsync(PodSection section, V1Deployment? owner, CancellationToken cancellation)
    {
        foreach (var texts in ClusterObjects.ConfigMaps(section))
        {
            texts.Metadata.OwnerReferences = Owner(owner);
            await AskAsync(
                (client, limited) => client.CoreV1.PatchNamespacedConfigMapAsync(
                    new V1Patch(texts, V1Patch.PatchType.ApplyPatch), texts.Metadata.Name, options.Namespace,
                    fieldManager: FieldManager, force: true, cancellationToken: limited),
                cancellation);
        }

        foreach (var secret in ClusterObjects.Secrets(section))
        {
            secret.Metadata.OwnerReferences = Owner(owner);
            await AskAsync(
                (client, limited) => client.CoreV1.PatchNamespacedSecretAsync(
                    new V1Patch(secret, V1Patch.PatchType.ApplyPatch), secret.Metadata.Name, options.Namespace,
                    fieldManager: FieldManager, force: true, cancellationToken: limited),
                cancellation);
        }
    }

    private Task<V1Deployment> CreateAsync(V1Deployment deployment, CancellationToken cancellation) => AskAsync(
        async (client, limited) =>
        {
            try
            {
                return await client.AppsV1.CreateNamespacedDeploymentAsync(
                    deployment, options.Namespace, fieldManager: FieldManager, cancellationToken: limited);
            }
            catch (HttpOperationException error) when (ClusterCalls.IsPresent(error))
            {
                // The answer to an earlier request was lost, or the watch has not told of it yet.
                return await client.AppsV1.ReadNamespacedDeploymentAsync(
                    deployment.Metadata.Name, options.Namespace, cancellationToken: limited);
            }
        },
        cancellation);

    private Kubernetes Client() => _client
        ?? throw new RuntimeException(RuntimeException.Unavailable, "The cluster was not asked yet.", true);

    private async Task<T> AskAsync<T>(
        Func<Kubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        using var timeout = new CancellationTokenSource(Limits.RequestTimeout, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await ask(_client ??= await OpenAsync(), limited.Token);
        }
        catch (Exception error) when (ClusterCalls.IsForeign(error) && !cancellation.IsCancellationRequested)
        {
            if (ClusterCalls.IsUnauthorized(error))
            {
                // Perhaps the file has newer ones. Watches of the old client end by themselves.
                _client = null;
            }

            throw Failure(error);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<Kubernetes> OpenAsync()
    {
        var configuration = options.Kubeconfig.Length == 0
            ? KubernetesClientConfiguration.InClusterConfig()
            : await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(
                new FileInfo(options.Kubeconfig), options.Context.Length > 0 ? options.Context : null);

        // Each request has a limit of its own, and a watch has none.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.ConnectTimeout = Limits.RequestTimeout;
            handler.KeepAlivePingDelay = Limits.PingAfter;
            handler.KeepAlivePingTimeout = Limits.PingAfter;
        };
        return new Kubernetes(configuration);
    }
}
