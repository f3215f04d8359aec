using Selvedge.Origin;

namespace Selvedge.System.Tests.Origin;

public sealed class ExampleSiteFixture : IDisposable
{
    private readonly TemporarySite _site = new();

    public ExampleSiteFixture() => ExampleSite.Write(_site.Path);

    public string Root => _site.Path;

    public void Dispose() => _site.Dispose();
}
