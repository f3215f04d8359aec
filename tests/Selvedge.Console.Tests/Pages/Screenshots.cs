namespace Selvedge.Console.Tests.Pages;

/// <summary>Where screenshots are kept: <c>artifacts/screenshots</c>, which git ignores.</summary>
internal static class Screenshots
{
    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Selvedge.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "screenshots", $"{name}.png");
    }
}
