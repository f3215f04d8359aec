using System.Globalization;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>A page at the origin that a test may change; gone in the end. No other test has its URL or tag.</summary>
internal sealed class OriginPage : IDisposable
{
    private static int _count;

    private readonly string _file;

    public OriginPage(LiveNetwork network)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _count)}");
        _file = global::System.IO.Path.Combine(network.State, "site", "cities", $"{name}.html");
        Path = $"/cities/{name}.html";
        Url = $"https://{LiveNetwork.Hostname}{Path}";
        Tag = $"city-{name}";
    }

    /// <summary>From the site's root.</summary>
    public string Path { get; }

    /// <summary>As a purge names it.</summary>
    public string Url { get; }

    /// <summary>The tag that only this page has.</summary>
    public string Tag { get; }

    /// <summary>Changes what the origin serves, in one step.</summary>
    public void Write(string text)
    {
        var next = $"{_file}.next";
        File.WriteAllText(next, text);
        File.Move(next, _file, overwrite: true);
    }

    public async Task<string> FetchAsync(HttpClient client) =>
        await client.GetStringAsync(Path, TestContext.Current.CancellationToken);

    public void Dispose() => File.Delete(_file);
}
