using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Selvedge.Origin;

namespace Selvedge.System.Tests.Origin;

public sealed partial class ExampleSiteTests(ExampleSiteFixture fixture) : IClassFixture<ExampleSiteFixture>
{
    [Fact]
    public void Has_some_hundred_files_of_every_kind()
    {
        var files = Files(fixture.Root);
        Assert.InRange(files.Count, 100, 150);
        Assert.Equal(80, files.Count(file => file.StartsWith("cities/", StringComparison.Ordinal)));
        Assert.True(files.Count(file => file.EndsWith(".png", StringComparison.Ordinal)) >= 40);
        Assert.Equal(ExampleSite.TilesBytes, new FileInfo(Path.Combine(fixture.Root, "data/atlas-tiles.bin")).Length);
        var daylight = File.ReadAllBytes(Path.Combine(fixture.Root, "data/daylight.json"));
        Assert.InRange(daylight.Length, 900_000, 1_600_000);
        Assert.True(Gzipped(daylight) < daylight.Length / 5);
        var tiles = File.ReadAllBytes(Path.Combine(fixture.Root, "data/atlas-tiles.bin"));
        Assert.True(Gzipped(tiles) > ExampleSite.TilesBytes);
    }

    [Fact]
    public void Every_link_and_source_of_every_page_is_a_file_of_the_site()
    {
        var files = Files(fixture.Root).ToHashSet(StringComparer.Ordinal);
        var links = 0;
        foreach (var page in files.Where(file => file.EndsWith(".html", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(Path.Combine(fixture.Root, page));
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
            foreach (var link in Links().Matches(text).Select(match => match.Groups["to"].Value))
            {
                links++;
                var target = link.Split('#')[0];
                Assert.True(target == "/" || files.Contains(target[1..]), $"{page} links to {link}");
            }
        }

        Assert.True(links > 1000);
    }

    [Fact]
    public void Is_the_same_bytes_each_time_and_is_left_alone_when_up_to_date()
    {
        using var other = new TemporarySite();
        Assert.True(ExampleSite.Write(other.Path));
        foreach (var file in Files(fixture.Root))
        {
            Assert.Equal(Hash(Path.Combine(fixture.Root, file)), Hash(Path.Combine(other.Path, file)));
        }

        Assert.False(ExampleSite.Write(other.Path));
        File.Delete(Path.Combine(other.Path, "cities/berlin.html"));
        Assert.True(ExampleSite.Write(other.Path));
        Assert.True(File.Exists(Path.Combine(other.Path, "cities/berlin.html")));
    }

    [Fact]
    public void Removes_the_files_that_an_older_edition_wrote_and_keeps_those_of_others()
    {
        using var site = new TemporarySite();
        ExampleSite.Write(site.Path);
        var stamp = Path.Combine(site.Path, ".stamp");
        File.WriteAllText(Path.Combine(site.Path, "old.html"), "old");
        File.WriteAllText(Path.Combine(site.Path, "own.html"), "own");
        File.WriteAllLines(stamp, ["older", "old.html"]);
        Assert.True(ExampleSite.Write(site.Path));
        Assert.False(File.Exists(Path.Combine(site.Path, "old.html")));
        Assert.True(File.Exists(Path.Combine(site.Path, "own.html")));
    }

    [Fact]
    public void The_data_is_valid_json()
    {
        using var cities = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(fixture.Root, "data/cities.json")));
        Assert.Equal(80, cities.RootElement.GetProperty("cities").GetArrayLength());
        using var daylight = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(fixture.Root, "data/daylight.json")));
        Assert.Equal(365, daylight.RootElement.GetProperty("cities").GetProperty("nairobi").GetArrayLength());
    }

    [Fact]
    public void A_foreign_program_reads_the_pictures()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/file"), "file(1) is not installed");
        using var process = Process.Start(
            new ProcessStartInfo("/usr/bin/file", ["--brief", Path.Combine(fixture.Root, "img/relief-jp.png")])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        var said = process.StandardOutput.ReadToEnd();
        Assert.Equal("PNG image data, 480 x 180, 8-bit/color RGB, non-interlaced", said.Trim());
    }

    private static List<string> Files(string root) =>
        [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file)).Where(file => file != ".stamp")];

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    private static long Gzipped(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.Length;
    }

    [GeneratedRegex("(href|src)=\"(?<to>/[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
