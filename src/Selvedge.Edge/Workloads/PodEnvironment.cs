using System.Collections.Immutable;
using System.Text;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>The environment variables of a container, from its own words and from what they point at.</summary>
internal static class PodEnvironment
{
    private const string Labels = "metadata.labels['";
    private const string Annotations = "metadata.annotations['";

    /// <summary>Resolves them: the pod's address, whole documents, single variables, the later winning;
    /// <c>$(NAME)</c> in a value stands for a variable before it, <c>$$</c> for a dollar sign.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">One of its containers.</param>
    /// <param name="address">The pod's address.</param>
    /// <param name="variables">What came out.</param>
    /// <param name="problem">What is missing, in one sentence; else empty.</param>
    /// <returns>False where something is missing that is not optional.</returns>
    public static bool TryResolve(
        PodSection pod,
        Container container,
        string address,
        out ImmutableSortedDictionary<string, string> variables,
        out string problem)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        found[ContainerStart.AddressVariable] = address;
        problem = "";
        foreach (var source in container.EnvFrom)
        {
            if (!TryAddAll(pod, source, found, out problem))
            {
                variables = found.ToImmutable();
                return false;
            }
        }

        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom is not { } from)
            {
                found[variable.Name] = Expand(variable.Value, found);
            }
            else if (TryValue(pod, from, address, out var value, out problem))
            {
                if (value is not null)
                {
                    found[variable.Name] = value;
                }
            }
            else
            {
                variables = found.ToImmutable();
                return false;
            }
        }

        variables = found.ToImmutable();
        return true;
    }

    /// <summary>Puts variables in: <c>$(NAME)</c> that is none stays as it is.</summary>
    public static string Expand(string text, IDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var next = index + 1 < text.Length ? text[index + 1] : '\0';
            var end = text[index] == '$' && next == '(' ? text.IndexOf(')', index) : -1;
            if (text[index] == '$' && next == '$')
            {
                result.Append('$');
                index++;
            }
            else if (end > 0)
            {
                var name = text[(index + 2)..end];
                result.Append(variables.TryGetValue(name, out var value) ? value : text[index..(end + 1)]);
                index = end;
            }
            else
            {
                result.Append(text[index]);
            }
        }

        return result.ToString();
    }

    private static bool TryAddAll(
        PodSection pod,
        EnvironmentSource source,
        ImmutableSortedDictionary<string, string>.Builder found,
        out string problem)
    {
        problem = "";
        var documents = source.SecretRef is null ? pod.Texts : pod.Secrets;
        if ((source.SecretRef ?? source.ConfigMapRef) is not { } reference)
        {
            return true;
        }

        if (!documents.TryGetValue(reference.Name, out var entries))
        {
            problem = reference.Optional ? "" : Missing(source.SecretRef is null, reference.Name);
            return reference.Optional;
        }

        foreach (var (key, text) in entries)
        {
            if (source.SecretRef is null)
            {
                found[source.Prefix + key] = text;
            }
            else if (TryDecode(text, out var bytes))
            {
                found[source.Prefix + key] = Encoding.UTF8.GetString(bytes);
            }
        }

        return true;
    }

    private static bool TryValue(
        PodSection pod, EnvironmentValueSource from, string address, out string? value, out string problem)
    {
        value = null;
        problem = "";
        if (from.FieldRef is { } field)
        {
            value = Field(pod, field.FieldPath, address);
            problem = value is null ? $"The field {field.FieldPath} is not one that variables may name." : "";
            return value is not null;
        }

        if ((from.SecretKeyRef ?? from.ConfigMapKeyRef) is not { } key)
        {
            return true;
        }

        var isText = from.SecretKeyRef is null;
        var documents = isText ? pod.Texts : pod.Secrets;
        var text = "";
        if (!documents.TryGetValue(key.Name, out var entries) || !entries.TryGetValue(key.Key, out text))
        {
            problem = key.Optional ? ""
                : entries is null ? Missing(isText, key.Name)
                : $"The {Kind(isText)} {key.Name} has no entry {key.Key}.";
            return key.Optional;
        }

        if (!isText && !TryDecode(text, out _))
        {
            problem = $"The entry {key.Key} of the Secret {key.Name} is not base64.";
            return false;
        }

        value = isText ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text));
        return true;
    }

    /// <summary>What a field of the pod says; null: it is not one that variables may name.</summary>
    internal static string? Field(PodSection pod, string path, string address) => path switch
    {
        "metadata.name" => pod.Name,
        "metadata.namespace" => pod.Namespace,
        "metadata.uid" => pod.Uid,
        "spec.nodeName" => pod.Node,
        "status.podIP" => address,
        _ when path.StartsWith(Labels, StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) =>
            pod.Labels.GetValueOrDefault(path[Labels.Length..^2], ""),
        _ when path.StartsWith(Annotations, StringComparison.Ordinal)
            && path.EndsWith("']", StringComparison.Ordinal) =>
            pod.Annotations.GetValueOrDefault(path[Annotations.Length..^2], ""),
        _ => null,
    };

    /// <summary>Reads base64.</summary>
    internal static bool TryDecode(string text, out byte[] bytes)
    {
        var buffer = new byte[text.Length];
        var read = Convert.TryFromBase64String(text, buffer, out var length);
        bytes = read ? buffer[..length] : [];
        return read;
    }

    /// <summary>The sentence for a document that is not there.</summary>
    internal static string Missing(bool isText, string name) => $"There is no {Kind(isText)} {name}.";

    private static string Kind(bool isText) => isText ? "ConfigMap" : "Secret";
}
