using Selvedge.Core.Workloads;

namespace Selvedge.Control.Compile;

/// <summary>The ConfigMaps and Secrets that a pod names.</summary>
/// <param name="ConfigMaps">By name.</param>
/// <param name="Secrets">By name.</param>
internal sealed record References(IReadOnlySet<string> ConfigMaps, IReadOnlySet<string> Secrets)
{
    /// <summary>Reads them from a pod's spec: variables and volumes.</summary>
    public static References In(PodSpec spec)
    {
        var variables = spec.Containers.SelectMany(container => container.Env).Select(variable => variable.ValueFrom)
            .OfType<EnvironmentValueSource>().ToList();
        var sources = spec.Containers.SelectMany(container => container.EnvFrom).ToList();
        return new References(
            Names(
                variables.Select(variable => variable.ConfigMapKeyRef?.Name),
                sources.Select(source => source.ConfigMapRef?.Name),
                spec.Volumes.Select(volume => volume.ConfigMap?.Name)),
            Names(
                variables.Select(variable => variable.SecretKeyRef?.Name),
                sources.Select(source => source.SecretRef?.Name),
                spec.Volumes.Select(volume => volume.Secret?.SecretName)));
    }

    private static HashSet<string> Names(params IEnumerable<string?>[] names) =>
        names.SelectMany(some => some).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
