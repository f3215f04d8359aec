using System.Collections.Immutable;
using k8s.Models;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What a pod is in a cluster: a Deployment of one replica, and a copy of each ConfigMap and Secret that it
/// names. Pure.</summary>
internal static class ClusterObjects
{
    /// <summary>Which pod a section is.</summary>
    public static PodIdentity Identity(PodSection section) => new(
        section.Namespace, section.Name, section.Uid,
        TimeSpan.FromSeconds(section.Spec.TerminationGracePeriodSeconds));

    /// <summary>The Deployment. Its pod is never two at once, and gets no account of the cluster.</summary>
    public static V1Deployment Deployment(PodSection section)
    {
        var pod = Identity(section);
        var labels = ClusterNames.Labels(section.Node, pod);
        return new V1Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = new V1ObjectMeta
            {
                Name = ClusterNames.Deployment(pod),
                Labels = labels,
                Annotations = ClusterNames.Annotations(pod),
            },
            Spec = new V1DeploymentSpec
            {
                Replicas = 1,

                // There is one template only, and nothing to go back to.
                RevisionHistoryLimit = 0,
                Strategy = new V1DeploymentStrategy { Type = "Recreate" },
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels, Annotations = ClusterNames.Annotations(pod) },
                    Spec = Spec(section, pod),
                },
            },
        };
    }

    /// <summary>Copies of the ConfigMaps.</summary>
    public static ImmutableArray<V1ConfigMap> ConfigMaps(PodSection section)
    {
        var pod = Identity(section);
        return
        [
            .. section.Texts.Select(document => new V1ConfigMap
            {
                ApiVersion = "v1",
                Kind = "ConfigMap",
                Metadata = Copy(section.Node, pod, secret: false, document.Key),
                Data = new Dictionary<string, string>(document.Value, StringComparer.Ordinal),
            }),
        ];
    }

    /// <summary>Copies of the Secrets. An entry that is not base64 is left out: a pod that needs it is not begun.
    /// </summary>
    public static ImmutableArray<V1Secret> Secrets(PodSection section)
    {
        var pod = Identity(section);
        return
        [
            .. section.Secrets.Select(document => new V1Secret
            {
                ApiVersion = "v1",
                Kind = "Secret",
                Type = "Opaque",
                Metadata = Copy(section.Node, pod, secret: true, document.Key),
                Data = document.Value.Where(entry => PodEnvironment.TryDecode(entry.Value, out _)).ToDictionary(
                    entry => entry.Key, entry => Convert.FromBase64String(entry.Value), StringComparer.Ordinal),
            }),
        ];
    }

    /// <summary>What a pod needs and does not have, in one sentence; empty: nothing.</summary>
    public static string Missing(PodSection section)
    {
        foreach (var volume in section.Spec.Volumes)
        {
            if (!PodVolumes.TryPlan(section, volume, out _, out var problem))
            {
                return problem;
            }
        }

        foreach (var container in section.Spec.Containers)
        {
            if (!PodEnvironment.TryResolve(section, container, "", out _, out var problem))
            {
                return problem;
            }
        }

        return "";
    }

    /// <summary>A sentence of the cluster's, with the documents called as their owner calls them.</summary>
    public static string Translate(PodSection? section, string? message)
    {
        if (section is null || string.IsNullOrEmpty(message))
        {
            return message ?? "";
        }

        var pod = Identity(section);
        var names = section.Texts.Keys.Select(name => (Secret: false, Name: name))
            .Concat(section.Secrets.Keys.Select(name => (Secret: true, Name: name)));
        return names.Aggregate(message, (text, document) => text.Replace(
            ClusterNames.Document(pod, document.Secret, document.Name), document.Name, StringComparison.Ordinal));
    }

    private static V1ObjectMeta Copy(string node, PodIdentity pod, bool secret, string name)
    {
        var annotations = ClusterNames.Annotations(pod);
        annotations[ClusterNames.Source] = name;
        return new V1ObjectMeta
        {
            Name = ClusterNames.Document(pod, secret, name),
            Labels = ClusterNames.Labels(node, pod),
            Annotations = annotations,
        };
    }

    private static V1PodSpec Spec(PodSection section, PodIdentity pod) => new()
    {
        Containers = [.. section.Spec.Containers.Select(one => ClusterContainers.Container(section, pod, one))],
        Volumes = section.Spec.Volumes.IsEmpty ? null : [.. section.Spec.Volumes.Select(one => Volume(pod, one))],
        TerminationGracePeriodSeconds = section.Spec.TerminationGracePeriodSeconds,
        RestartPolicy = "Always",
        AutomountServiceAccountToken = false,

        // Else there would be a variable for each Service of the namespace.
        EnableServiceLinks = false,
    };

    private static V1Volume Volume(PodIdentity pod, Volume volume) => volume switch
    {
        { ConfigMap: { } texts } => new V1Volume
        {
            Name = volume.Name,
            ConfigMap = new V1ConfigMapVolumeSource
            {
                Name = ClusterNames.Document(pod, secret: false, texts.Name),
                Items = Items(texts.Items),
                DefaultMode = texts.DefaultMode,
                Optional = texts.Optional ? true : null,
            },
        },
        { Secret: { } secret } => new V1Volume
        {
            Name = volume.Name,
            Secret = new V1SecretVolumeSource
            {
                SecretName = ClusterNames.Document(pod, secret: true, secret.SecretName),
                Items = Items(secret.Items),
                DefaultMode = secret.DefaultMode,
                Optional = secret.Optional ? true : null,
            },
        },
        _ => new V1Volume { Name = volume.Name, EmptyDir = new V1EmptyDirVolumeSource() },
    };

    private static List<V1KeyToPath>? Items(ImmutableArray<VolumeItem> items) => items.IsDefaultOrEmpty
        ? null
        : [.. items.Select(item => new V1KeyToPath { Key = item.Key, Path = item.Path, Mode = item.Mode })];
}
