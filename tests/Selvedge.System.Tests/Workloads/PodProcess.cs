using System.Globalization;
using System.Text;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Workloads;

/// <summary>The processes of a network's pods, found by the environment that only they have.</summary>
internal static class PodProcess
{
    /// <summary>Process id by the pod's name.</summary>
    public static IEnumerable<(string Pod, int Id)> All(LiveNetwork network)
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Environment(folder) is { } variables
                && Value(variables, "APP_VERSION") is not null
                && Value(variables, "POD_IP")?.StartsWith(network.Prefix + ".", StringComparison.Ordinal) == true
                && Value(variables, "POD") is { } pod)
            {
                yield return (pod, id);
            }
        }
    }

    /// <summary>The processes of one pod.</summary>
    public static IReadOnlyList<int> Of(LiveNetwork network, string pod) =>
        [.. All(network).Where(entry => entry.Pod == pod).Select(entry => entry.Id)];

    private static string[]? Environment(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return null;
        }
    }

    private static string? Value(string[] variables, string name) =>
        variables.FirstOrDefault(variable =>
            variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
