using System.Collections.Immutable;
using k8s.Models;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>What a container is in a cluster. Pure.</summary>
/// <remarks>Variables stay as they are written: the cluster resolves them from the copies of the documents. What they
/// say of the pod itself is put in here, since the cluster's pod has another name.</remarks>
internal static class ClusterContainers
{
    private const string AddressField = "status.podIP";

    /// <summary>One container.</summary>
    public static V1Container Container(PodSection section, PodIdentity pod, Container container) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImagePullPolicy = OrNull(container.ImagePullPolicy),
        Command = OrNull(container.Command),
        Args = OrNull(container.Args),
        WorkingDir = OrNull(container.WorkingDir),
        EnvFrom = container.EnvFrom.IsEmpty ? null : [.. container.EnvFrom.Select(source => From(pod, source))],
        Env =
        [
            // In every runtime it is there, unless the pod says otherwise.
            .. container.Env.Any(variable => variable.Name == ContainerStart.AddressVariable)
                ? (V1EnvVar[])[]
                : [Address(ContainerStart.AddressVariable)],
            .. container.Env.Select(variable => Variable(section, pod, variable)),
        ],
        Ports = container.Ports.IsEmpty
            ? null
            : [.. container.Ports.Select(port => new V1ContainerPort
            {
                Name = OrNull(port.Name),
                ContainerPort = port.Number,
                Protocol = "TCP",
            })],
        Resources = Needs(container.Resources),
        VolumeMounts = container.VolumeMounts.IsEmpty
            ? null
            : [.. container.VolumeMounts.Select(mount => new V1VolumeMount
            {
                Name = mount.Name,
                MountPath = mount.MountPath,
                SubPath = OrNull(mount.SubPath),
                ReadOnlyProperty = mount.ReadOnly ? true : null,
            })],
        StartupProbe = Probe(container.StartupProbe),
        ReadinessProbe = Probe(container.ReadinessProbe),
        LivenessProbe = Probe(container.LivenessProbe),
        SecurityContext = Security(container.SecurityContext),
    };

    private static V1EnvVar Address(string name) => new()
    {
        Name = name,
        ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = AddressField } },
    };

    private static V1EnvVar Variable(PodSection section, PodIdentity pod, EnvironmentVariable variable) =>
        variable.ValueFrom switch
        {
            null => new V1EnvVar { Name = variable.Name, Value = variable.Value },
            { FieldRef.FieldPath: AddressField } => Address(variable.Name),
            { FieldRef: { } field } => new V1EnvVar
            {
                Name = variable.Name,

                // A dollar sign of a label is none that names a variable.
                Value = PodEnvironment.Field(section, field.FieldPath, "")?
                    .Replace("$", "$$", StringComparison.Ordinal) ?? "",
            },
            { SecretKeyRef: { } key } => new V1EnvVar
            {
                Name = variable.Name,
                ValueFrom = new V1EnvVarSource
                {
                    SecretKeyRef = new V1SecretKeySelector
                    {
                        Name = ClusterNames.Document(pod, secret: true, key.Name),
                        Key = key.Key,
                        Optional = key.Optional ? true : null,
                    },
                },
            },
            { ConfigMapKeyRef: { } key } => new V1EnvVar
            {
                Name = variable.Name,
                ValueFrom = new V1EnvVarSource
                {
                    ConfigMapKeyRef = new V1ConfigMapKeySelector
                    {
                        Name = ClusterNames.Document(pod, secret: false, key.Name),
                        Key = key.Key,
                        Optional = key.Optional ? true : null,
                    },
                },
            },
            _ => new V1EnvVar { Name = variable.Name, Value = "" },
        };

    private static V1EnvFromSource From(PodIdentity pod, EnvironmentSource source) => new()
    {
        Prefix = OrNull(source.Prefix),
        ConfigMapRef = source.ConfigMapRef is { } texts
            ? new V1ConfigMapEnvSource
            {
                Name = ClusterNames.Document(pod, secret: false, texts.Name),
                Optional = texts.Optional ? true : null,
            }
            : null,
        SecretRef = source.SecretRef is { } secret
            ? new V1SecretEnvSource
            {
                Name = ClusterNames.Document(pod, secret: true, secret.Name),
                Optional = secret.Optional ? true : null,
            }
            : null,
    };

    private static V1Probe? Probe(Probe? probe) => probe is null ? null : new V1Probe
    {
        HttpGet = probe.HttpGet is { } get
            ? new V1HTTPGetAction
            {
                Path = get.Path,
                Port = Port(get.Port),
                Scheme = get.Scheme,
                HttpHeaders = get.HttpHeaders.IsEmpty
                    ? null
                    : [.. get.HttpHeaders.Select(one => new V1HTTPHeader { Name = one.Name, Value = one.Value })],
            }
            : null,
        TcpSocket = probe.TcpSocket is { } socket ? new V1TCPSocketAction { Port = Port(socket.Port) } : null,
        Exec = probe.Exec is { } exec ? new V1ExecAction { Command = [.. exec.Command] } : null,
        InitialDelaySeconds = probe.InitialDelaySeconds,
        PeriodSeconds = probe.PeriodSeconds,
        TimeoutSeconds = probe.TimeoutSeconds,
        SuccessThreshold = probe.SuccessThreshold,
        FailureThreshold = probe.FailureThreshold,
    };

    private static IntOrString Port(PortReference port) => port.Number > 0 ? port.Number : port.Name ?? "";

    private static V1ResourceRequirements? Needs(ResourceNeeds needs) =>
        needs.Requests.IsEmpty && needs.Limits.IsEmpty
            ? null
            : new V1ResourceRequirements { Requests = Amounts(needs.Requests), Limits = Amounts(needs.Limits) };

    private static Dictionary<string, ResourceQuantity>? Amounts(ImmutableSortedDictionary<string, string> amounts) =>
        amounts.IsEmpty
            ? null
            : amounts.ToDictionary(
                entry => entry.Key, entry => new ResourceQuantity(entry.Value), StringComparer.Ordinal);

    private static V1SecurityContext? Security(SecurityContext context) =>
        context == new SecurityContext() ? null : new V1SecurityContext
        {
            RunAsUser = context.RunAsUser,
            RunAsGroup = context.RunAsGroup,
            ReadOnlyRootFilesystem = context.ReadOnlyRootFilesystem ? true : null,
        };

    private static string? OrNull(string text) => text.Length > 0 ? text : null;

    private static List<string>? OrNull(ImmutableArray<string> words) => words.IsEmpty ? null : [.. words];
}
