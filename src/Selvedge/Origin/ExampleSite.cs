using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Selvedge.Origin;

/// <summary>The example site: some hundred files, made from the hand-written sources in this program.</summary>
/// <remarks>The same sources give the same bytes on every machine. See examples/site/README.md.</remarks>
internal static class ExampleSite
{
    /// <summary>The size of <c>/data/atlas-tiles.bin</c>, which no compression makes smaller.</summary>
    public const int TilesBytes = 20 * 1024 * 1024;

    // Raise it when the code that makes files changes what it makes.
    private const string Edition = "1";
    private const string ResourcePrefix = "site/";
    private const string StampName = ".stamp";

    private static readonly string[] CopiedExtensions = [".css", ".js", ".svg", ".txt"];

    /// <summary>Writes the site, unless the directory already holds it.</summary>
    /// <param name="targetDirectory">Made where missing. An older edition's files are removed, others are left.</param>
    /// <returns>True where files were written, false where they were up to date.</returns>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static bool Write(string targetDirectory)
    {
        var sources = ReadSources();
        var stampFile = Path.Combine(targetDirectory, StampName);
        var mark = Mark(sources);
        var old = File.Exists(stampFile) ? File.ReadAllLines(stampFile) : [];
        if (old.Length > 0 && old[0] == mark
            && old.Skip(1).All(name => File.Exists(Path.Combine(targetDirectory, name))))
        {
            return false;
        }

        var files = Make(sources);
        Directory.CreateDirectory(targetDirectory);
        File.Delete(stampFile);
        foreach (var name in old.Skip(1).Where(name => !files.ContainsKey(name)))
        {
            File.Delete(Path.Combine(targetDirectory, name));
        }

        foreach (var (name, content) in files)
        {
            var path = Path.Combine(targetDirectory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        File.WriteAllLines(stampFile, [mark, .. files.Keys]);
        return true;
    }

    private static SortedDictionary<string, byte[]> Make(SortedDictionary<string, byte[]> sources)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, content) in sources)
        {
            if (CopiedExtensions.Contains(Path.GetExtension(name)) && name != "data/land.txt")
            {
                files[name] = content;
            }
        }

        var cities = City.ReadAll(Text(sources, "data/cities.csv"));
        files["data/cities.json"] = CitiesJson(cities);
        files["data/daylight.json"] = DaylightJson(cities);
        files["data/atlas-tiles.bin"] = Noise(TilesBytes);

        var pages = new AtlasPages(
            cities, new AtlasMap(Text(sources, "data/land.txt"), cities), name => Text(sources, name));
        files["index.html"] = Encoding.UTF8.GetBytes(pages.Front());
        files["search.html"] = Encoding.UTF8.GetBytes(pages.Fill("search.html"));
        files["404.html"] = Encoding.UTF8.GetBytes(pages.Fill("404.html"));
        files["about.html"] = Encoding.UTF8.GetBytes(pages.Fill("about.html",
            ("citiesSize", Size(files["data/cities.json"])),
            ("daylightSize", Size(files["data/daylight.json"])),
            ("tilesSize", Size(files["data/atlas-tiles.bin"]))));
        foreach (var city in cities)
        {
            files[city.Path[1..]] = Encoding.UTF8.GetBytes(pages.Of(city));
        }

        var codes = cities.DistinctBy(city => city.Code, StringComparer.Ordinal).ToArray();
        var reliefs = new byte[codes.Length][];
        Parallel.For(0, codes.Length, i => reliefs[i] = ReliefImage.Draw(codes[i].Code));
        for (var i = 0; i < codes.Length; i++)
        {
            files[codes[i].ReliefPath[1..]] = reliefs[i];
        }

        return files;
    }

    private static byte[] CitiesJson(IReadOnlyList<City> cities) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("source", "GeoNames, CC BY 4.0");
        json.WriteStartArray("cities");
        foreach (var city in cities)
        {
            json.WriteStartObject();
            json.WriteString("slug", city.Slug);
            json.WriteString("name", city.Name);
            json.WriteString("code", city.Code.ToLowerInvariant());
            json.WriteString("country", city.Country);
            json.WriteString("region", city.Region);
            json.WriteNumber("latitude", city.Latitude);
            json.WriteNumber("longitude", city.Longitude);
            json.WriteNumber("population", city.Population);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static byte[] DaylightJson(IReadOnlyList<City> cities) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("year", Daylight.Year);
        json.WriteStartObject("cities");
        foreach (var city in cities)
        {
            json.WriteStartArray(city.Slug);
            for (var day = 0; day < Daylight.Days; day++)
            {
                var minutes = Daylight.Minutes(city.Latitude, day);
                json.WriteStartObject();
                var date = new DateOnly(Daylight.Year, 1, 1).AddDays(day);
                json.WriteString("day", date.ToString("MM-dd", CultureInfo.InvariantCulture));
                json.WriteString("rise", Clock(720 - (minutes / 2)));
                json.WriteString("set", Clock(720 + (minutes / 2)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }

    // xorshift64*: noise that is the same everywhere.
    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        var state = 0x5E1BED6E5E1BED6Eul;
        for (var i = 0; i + 8 <= length; i += 8)
        {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            BinaryPrimitives.WriteUInt64LittleEndian(noise.AsSpan(i), state * 0x2545F4914F6CDD1D);
        }

        return noise;
    }

    private static SortedDictionary<string, byte[]> ReadSources()
    {
        var assembly = typeof(ExampleSite).Assembly;
        var sources = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                sources[resource[ResourcePrefix.Length..]] = content;
            }
        }

        return sources;
    }

    private static string Mark(SortedDictionary<string, byte[]> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Edition));
        foreach (var (name, content) in sources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Text(SortedDictionary<string, byte[]> sources, string name) =>
        Encoding.UTF8.GetString(sources[name]);

    private static string Clock(double minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)minute / 60:00}:{(int)minute % 60:00}");

    private static string Size(byte[] content) => content.Length >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{content.Length / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{content.Length / 1e3:0} kB");
}
