using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schema of a pod cannot say.</summary>
internal static class PodChecks
{
    private static readonly string[] VolumeSources = ["configMap", "secret", "emptyDir"];
    private static readonly string[] ProbeWays = ["httpGet", "tcpSocket", "exec"];
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    /// <summary>Adds every problem of a pod's spec.</summary>
    public static void Check(string path, JsonNode? spec, ICollection<Problem> problems)
    {
        var volumes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, volume) in JsonRead.Items(spec, "volumes"))
        {
            volumes.Add(JsonRead.Text(volume, "name") ?? "");
            CheckOne($"{path}.volumes[{index}]", volume, VolumeSources, "A volume", problems);
            CheckPaths($"{path}.volumes[{index}]", volume, problems);
        }

        var ports = JsonRead.Items(spec, "containers").SelectMany(container => JsonRead.Items(container.Item, "ports"))
            .Select(port => JsonRead.Text(port.Item, "name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (index, container) in JsonRead.Items(spec, "containers"))
        {
            CheckContainer($"{path}.containers[{index}]", container, volumes, ports, problems);
        }
    }

    private static void CheckContainer(
        string path, JsonNode? container, HashSet<string> volumes, HashSet<string> ports,
        ICollection<Problem> problems)
    {
        foreach (var (index, mount) in JsonRead.Items(container, "volumeMounts"))
        {
            if (JsonRead.Text(mount, "name") is { } name && !volumes.Contains(name))
            {
                problems.Add(new Problem(
                    $"{path}.volumeMounts[{index}].name", $"There is no volume '{TextForms.Brief(name)}'.",
                    Nearest.Of(name, volumes) is { } near ? $"Did you mean {near}?" : "Add it to the pod's volumes.",
                    ProblemCause.FieldValueInvalid));
            }

            if (IsUp(JsonRead.Text(mount, "subPath")))
            {
                problems.Add(new Problem(
                    $"{path}.volumeMounts[{index}].subPath", "It leads out of the volume.",
                    "Write a relative path without '..'.", ProblemCause.FieldValueInvalid));
            }
        }

        foreach (var (index, variable) in JsonRead.Items(container, "env"))
        {
            CheckVariable($"{path}.env[{index}]", variable, problems);
        }

        foreach (var (index, source) in JsonRead.Items(container, "envFrom"))
        {
            CheckOne($"{path}.envFrom[{index}]", source, ["configMapRef", "secretRef"], "A source", problems);
        }

        foreach (var probe in Probes)
        {
            CheckProbe($"{path}.{probe}", probe, JsonRead.At(container, probe), ports, problems);
        }

        ResourceChecks.Check($"{path}.resources", JsonRead.At(container, "resources"), problems);
    }

    private static void CheckVariable(string path, JsonNode? variable, ICollection<Problem> problems)
    {
        if (JsonRead.At(variable, "valueFrom") is not { } from)
        {
            return;
        }

        if (JsonRead.Text(variable, "value") is { Length: > 0 })
        {
            problems.Add(new Problem(
                $"{path}.value", "A variable has value or valueFrom.", "Remove one of them.",
                ProblemCause.FieldValueForbidden));
        }

        CheckOne($"{path}.valueFrom", from, ["configMapKeyRef", "secretKeyRef", "fieldRef"], "A variable", problems);
    }

    private static void CheckProbe(
        string path, string name, JsonNode? probe, HashSet<string> ports, ICollection<Problem> problems)
    {
        if (probe is null)
        {
            return;
        }

        CheckOne(path, probe, ProbeWays, "A probe", problems);
        if (name != "readinessProbe" && JsonRead.Whole(probe, "successThreshold") > 1)
        {
            problems.Add(new Problem(
                $"{path}.successThreshold", "One success is enough here.", "Write 1, or remove it.",
                ProblemCause.FieldValueInvalid));
        }

        foreach (var way in (string[])["httpGet", "tcpSocket"])
        {
            if (JsonRead.Text(probe, way, "port") is { } port && !port.All(char.IsAsciiDigit) && !ports.Contains(port))
            {
                problems.Add(new Problem(
                    $"{path}.{way}.port", $"No container of the pod names a port '{TextForms.Brief(port)}'.",
                    Nearest.Of(port, ports) is { } near ? $"Did you mean {near}?" : "Write its number.",
                    ProblemCause.FieldValueInvalid));
            }
        }
    }

    private static void CheckPaths(string path, JsonNode? volume, ICollection<Problem> problems)
    {
        foreach (var source in (string[])["configMap", "secret"])
        {
            foreach (var (index, item) in JsonRead.Items(volume, source, "items"))
            {
                if (IsUp(JsonRead.Text(item, "path")))
                {
                    problems.Add(new Problem(
                        $"{path}.{source}.items[{index}].path", "It leads out of the volume.",
                        "Write a relative path without '..'.", ProblemCause.FieldValueInvalid));
                }
            }
        }
    }

    private static bool IsUp(string? path) => path is { Length: > 0 }
        && (path[0] == '/' || path.Split('/').Contains("..", StringComparer.Ordinal));

    private static void CheckOne(
        string path, JsonNode? value, string[] members, string what, ICollection<Problem> problems)
    {
        var given = members.Where(member => JsonRead.At(value, member) is not null).ToList();
        if (given.Count != 1)
        {
            problems.Add(new Problem(
                path, $"{what} has exactly one of {string.Join(", ", members)}.",
                given.Count == 0 ? "Add one of them." : $"Keep one of {string.Join(", ", given)}.",
                given.Count == 0 ? ProblemCause.FieldValueRequired : ProblemCause.FieldValueForbidden));
        }
    }
}
