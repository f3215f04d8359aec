using System.Net;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>What tests do with a runtime.</summary>
internal static class RuntimeScript
{
    private static int _pods;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static PodIdentity NewPod()
    {
        var number = Interlocked.Increment(ref _pods);
        return new PodIdentity(
            "default", $"pod-{number}", $"00000000-0000-0000-0000-{number:000000000000}", TimeSpan.FromSeconds(2));
    }

    /// <summary>A container that runs a script of busybox's shell.</summary>
    public static ContainerStart Shell(PodIdentity pod, IPAddress address, string script, string name = "main") =>
        new()
        {
            Pod = pod,
            Name = name,
            Attempt = 0,
            Image = TestRuntime.Image,
            Address = address,
            Command = [TestRuntime.Busybox, "sh", "-c"],
            Args = [script],
        };

    public static async Task<(PodIdentity Pod, IPAddress Address, string Id)> RunAsync(
        this IContainerRuntime runtime, string script, Func<ContainerStart, ContainerStart>? change = null)
    {
        var pod = NewPod();
        var address = await runtime.OpenPodAsync(pod, Cancellation);
        var start = Shell(pod, address, script);
        return (pod, address, await runtime.StartAsync(change?.Invoke(start) ?? start, Cancellation));
    }

    public static async Task<OwnedContainer?> FindAsync(this IContainerRuntime runtime, string id) =>
        (await runtime.ListAsync(CancellationToken.None)).FirstOrDefault(container => container.Id == id);

    /// <summary>Waits for a container's end.</summary>
    public static async Task<OwnedContainer> EndAsync(this IContainerRuntime runtime, string id)
    {
        OwnedContainer? ended = null;
        await Eventually.AsyncAsync(
            async () => (ended = await runtime.FindAsync(id)) is { Running: false }, $"{id} ends");
        return ended!;
    }

    public static Task EndedAsync(IContainerRuntime runtime, PodIdentity pod) => Eventually.AsyncAsync(
        async () => (await runtime.ListAsync(CancellationToken.None))
            .All(container => container.Pod.Uid != pod.Uid || !container.Running),
        $"{pod.Name} ends");

    public static async Task<List<LogLine>> ReadLogAsync(
        this IContainerRuntime runtime, string id, LogQuery? query = null)
    {
        var lines = new List<LogLine>();
        await foreach (var line in runtime.LogsAsync(id, query ?? LogQuery.All, Cancellation))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>What a script writes on its standard output until it ends.</summary>
    public static async Task<string[]> OutputAsync(
        this IContainerRuntime runtime, string script, Func<ContainerStart, ContainerStart>? change = null)
    {
        var (_, _, id) = await runtime.RunAsync(script, change);
        await runtime.EndAsync(id);
        return [.. (await runtime.ReadLogAsync(id)).Where(line => !line.Error).Select(line => line.Text)];
    }

    /// <summary>Waits for a line in a container's log.</summary>
    public static Task WritesAsync(this IContainerRuntime runtime, string id, string text) => Eventually.AsyncAsync(
        async () => (await runtime.ReadLogAsync(id)).Exists(line => line.Text == text), $"{id} writes {text}");
}
