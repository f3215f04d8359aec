using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Selvedge.Core.Nodes;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>How all pods of the node are at one moment. Immutable; swapped in whole.</summary>
/// <param name="Reports">For the node's status.</param>
/// <param name="Endpoints">For the proxy.</param>
/// <param name="Summary">Differs where anybody has to be told.</param>
internal sealed record PodBoard(
    ImmutableArray<PodReport> Reports, ImmutableArray<LocalEndpoint> Endpoints, string Summary)
{
    /// <summary>No pods.</summary>
    public static PodBoard Empty { get; } = new([], [], "");

    /// <summary>What the machines say.</summary>
    public static PodBoard Of(
        IEnumerable<PodMachine> pods, PodUsage usage, RuntimeCondition condition, string hostAddress)
    {
        var reports = ImmutableArray.CreateBuilder<PodReport>();
        var endpoints = ImmutableArray.CreateBuilder<LocalEndpoint>();
        foreach (var pod in pods.OrderBy(pod => pod.Identity.Namespace, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Name, StringComparer.Ordinal)
            .ThenBy(pod => pod.Identity.Uid, StringComparer.Ordinal))
        {
            reports.Add(Report(pod, usage, condition, hostAddress));
            if (pod is { Section: { } section, Address: { } address })
            {
                endpoints.Add(new LocalEndpoint(
                    section.Namespace, section.Name, section.Uid, section.Labels, section.Spec, pod.Ready, address));
            }
        }

        return Of(reports.ToImmutable(), endpoints.ToImmutable());
    }

    /// <summary>What is known already.</summary>
    public static PodBoard Of(ImmutableArray<PodReport> reports, ImmutableArray<LocalEndpoint> endpoints) =>
        new(reports, endpoints, string.Join('\n', reports.Select(Summarize)));

    /// <summary>The ports of a pod at its address.</summary>
    public static ImmutableSortedDictionary<int, string> Ports(PodSection? section, IPAddress? address) =>
        section is null || address is null
            ? ImmutableSortedDictionary<int, string>.Empty
            : section.Spec.Containers.SelectMany(container => container.Ports).Select(port => port.Number).Distinct()
                .ToImmutableSortedDictionary(port => port, port => new IPEndPoint(address, port).ToString());

    /// <summary>A status that says where it is only what was known last.</summary>
    public static PodStatus Under(RuntimeCondition condition, PodStatus status) =>
        !condition.Works && (status.Reason is "" or "ContainerCreating")
            ? status with { Reason = RuntimeException.Unavailable, Message = condition.Reason }
            : status;

    private static PodReport Report(
        PodMachine pod, PodUsage usage, RuntimeCondition condition, string hostAddress)
    {
        var status = Under(condition, pod.Status() with { HostIp = hostAddress });
        var (cpu, memory) = usage.Of(pod.Identity.Uid);
        return new PodReport(
            pod.Identity.Namespace, pod.Identity.Name, pod.Identity.Uid, status,
            Ports(pod.Section, pod.Address), cpu, memory)
        {
            Events = pod.Events,
            Use =
            [
                .. status.ContainerStatuses.Select(container => (container.Name, Use: usage.OfContainer(
                        container.ContainerId)))
                    .Where(one => one.Use is not null)
                    .Select(one => new ContainerUse(one.Name, one.Use!.Value.CpuMillis, one.Use.Value.MemoryBytes)),
            ],
        };
    }

    private static string Summarize(PodReport report)
    {
        var status = report.Status;
        var containers = status.ContainerStatuses.Select(container => string.Create(
            CultureInfo.InvariantCulture,
            $"{container.ContainerId} {container.Ready} {container.RestartCount} {container.State.Waiting?.Reason}"));
        var events = report.Events.Select(
            one => string.Create(CultureInfo.InvariantCulture, $"{one.Number}x{one.Count}"));
        return $"{report.Uid} {status.Phase} {status.Ready} {status.Reason} {status.PodIp} "
            + $"{string.Join(',', containers)} {string.Join(',', events)}";
    }
}
