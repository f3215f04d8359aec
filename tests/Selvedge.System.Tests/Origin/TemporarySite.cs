namespace Selvedge.System.Tests.Origin;

// The site lies one folder down, so that a test can put something beside it.
internal sealed class TemporarySite : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-site-").FullName;

    public string Path => global::System.IO.Path.Combine(_folder, "site");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
