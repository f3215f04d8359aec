using System.Collections.Immutable;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Compile;

/// <summary>What a location has to know of workloads: its pods with all that they need, and the services of its sites.
/// Pure.</summary>
internal static class WorkloadSections
{
    /// <summary>The sections of one location.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="location">Where.</param>
    /// <param name="sites">The sites that are served there.</param>
    public static IEnumerable<CompiledSection> At(
        NetworkDocuments documents, string location, IEnumerable<Site> sites)
    {
        var pods = documents.Pods.Values.Where(pod => Location(pod) == location && pod.Spec.NodeName.Length > 0)
            .ToList();
        var services = sites.Where(site => site.Spec.Backend.IsService)
            .Select(site => new SiteId(site.Metadata.Namespace, site.Spec.Backend.ServiceName))
            .Distinct()
            .Select(documents.Services.GetValueOrDefault)
            .OfType<Service>();
        return
        [
            .. pods.Select(pod => CompiledSection.Of(
                $"pod.{SectionKeys.Part(pod.Metadata.Uid)}", SectionKind.Pod, OfPod(documents, pod))),
            .. services.Select(service => OfService(service, pods)).Select(section => CompiledSection.Of(
                $"service.{SectionKeys.Of(section.Service)}", SectionKind.Service, section)),
        ];
    }

    private static string Location(Pod pod) => pod.Metadata.Labels.GetValueOrDefault(WorkloadLabels.Location, "");

    private static PodSection OfPod(NetworkDocuments documents, Pod pod)
    {
        var names = References.In(pod.Spec);
        return new PodSection(
            pod.Metadata.Namespace,
            pod.Metadata.Name,
            pod.Metadata.Uid,
            pod.Spec.NodeName,
            pod.Metadata.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            pod.Metadata.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
            pod.Spec,
            Values(names.ConfigMaps, name => documents.ConfigMaps.GetValueOrDefault(Id(pod, name))?.Data),
            Values(names.Secrets, name => documents.Secrets.GetValueOrDefault(Id(pod, name))?.Data));
    }

    private static SiteId Id(Pod pod, string name) => new(pod.Metadata.Namespace, name);

    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Values(
        IEnumerable<string> names, Func<string, ImmutableDictionary<string, string>?> find) => names
        .Select(name => (Name: name, Data: find(name)))
        .Where(entry => entry.Data is not null)
        .ToImmutableSortedDictionary(
            entry => entry.Name,
            entry => entry.Data!.ToImmutableSortedDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static ServiceSection OfService(Service service, List<Pod> pods)
    {
        var own = pods.Where(pod => service.Selects(pod.Metadata.Namespace, pod.Metadata.Labels)).ToList();
        var ready = own.Where(pod => pod.Status.Ready).ToList();

        // Where nothing is heard of any of them it is rather the bus that is silent: the last that was known stays.
        var named = ready.Count > 0 ? ready : own.Where(pod => pod.Status.Reason == PodStatus.NodeSilent);
        return new ServiceSection(
            new SiteId(service.Metadata.Namespace, service.Metadata.Name),
            service.Spec.Selector,
            service.Spec.Ports,
            [
                .. named.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
                    .Select(pod => new ServiceEndpoint(pod.Spec.NodeName, Addresses(service, pod))),
            ]);
    }

    private static ImmutableSortedDictionary<int, string> Addresses(Service service, Pod pod)
    {
        var addresses = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var port in service.Spec.Ports)
        {
            if (port.Target(pod.Spec) is { } target && pod.Status.Endpoints.TryGetValue(target, out var address))
            {
                addresses[port.Port] = address;
            }
        }

        return addresses.ToImmutable();
    }
}
