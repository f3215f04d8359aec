using System.Diagnostics;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>Whether this machine can start containers at all, found out without the product.</summary>
internal static class ContainersHere
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Why it cannot; empty where it can.</summary>
    public static string Problem => Found.Value;

    private static string Find()
    {
        foreach (var program in new[] { "podman", "runc" })
        {
            if (!(Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':')
                .Any(place => File.Exists(Path.Combine(place, program))))
            {
                return $"{program} is missing: install podman and runc";
            }
        }

        var folder = Directory.CreateTempSubdirectory("selvedge-trial");
        try
        {
            var bundle = folder.CreateSubdirectory("rootfs").CreateSubdirectory("bin");
            File.Copy(TestRuntime.Busybox, Path.Combine(bundle.FullName, "busybox"));
            Run(folder.FullName, "spec");
            var specification = Path.Combine(folder.FullName, "config.json");
            File.WriteAllText(specification, File.ReadAllText(specification)
                .Replace("\"terminal\": true", "\"terminal\": false", StringComparison.Ordinal)
                .Replace("\"sh\"", "\"/bin/busybox\", \"true\"", StringComparison.Ordinal));
            var problem = Run(
                folder.FullName, "--root", Path.Combine(folder.FullName, "state"), "run", folder.Name);
            return problem.Length == 0 ? "" : $"runc starts no container here: {problem}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("runc", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : said.Trim();
    }
}
