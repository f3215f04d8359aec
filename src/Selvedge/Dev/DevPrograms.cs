using Selvedge.Configuration;

namespace Selvedge.Dev;

/// <summary>The foreign programs of the development network.</summary>
internal static class DevPrograms
{
    /// <summary>Finds a program on the path, or where Debian puts servers.</summary>
    /// <exception cref="UsageException">It is not installed.</exception>
    public static string Find(string name, string debianPackage)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/sbin", "/usr/local/sbin"]);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new UsageException(
                $"{name} is not installed. Run: sudo apt-get install -y {debianPackage}");
    }
}
