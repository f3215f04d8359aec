using Selvedge.Core.Resources;

namespace Selvedge.Configuration;

/// <summary>Reads a process' configuration: JSON, all problems told at once.</summary>
internal static class ConfigurationFile
{
    /// <summary>A larger file is not one of ours.</summary>
    private const int BytesMax = 1 << 20;

    /// <summary>Reads the file.</summary>
    /// <exception cref="UsageException">It cannot be read, or something in it is wrong.</exception>
    public static T Read<T>(string path, Func<T, IEnumerable<string>> problems)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {error.Message}");
        }

        if (bytes.Length > BytesMax || !CoreJson.TryRead<T>(bytes, out var value, out var reason))
        {
            throw new UsageException(
                $"{path} is not a configuration of this process. See the page docs/guides/configuration.md.");
        }

        var found = problems(value).ToList();
        return found.Count == 0
            ? value
            : throw new UsageException($"{path} has {found.Count} problem(s):\n  {string.Join("\n  ", found)}");
    }
}
