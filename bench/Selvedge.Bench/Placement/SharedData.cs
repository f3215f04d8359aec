using System.Globalization;
using Selvedge.Harness;

namespace Selvedge.Bench.Placement;

/// <summary>Published instances, kept beside the repository and not in it.</summary>
internal static class SharedData
{
    /// <summary>The folder <c>shared/data</c> beside the repository or beside one of the folders above it.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(Programs.RepositoryRoot); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", "data", name);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        throw new DirectoryNotFoundException(
            $"shared/data/{name} is not beside the repository: nothing to measure by.");
    }

    /// <summary>Every number of a text, in order.</summary>
    public static double[] Numbers(string path) =>
    [
        .. File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Published optima by instance.</summary>
    public static Dictionary<string, double> Optima(string path) =>
        File.ReadLines(path).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 2 && double.TryParse(
                parts[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(
                parts => parts[0],
                parts => double.Parse(parts[1], CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
}
