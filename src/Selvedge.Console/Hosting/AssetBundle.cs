using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Selvedge.Console.Hosting;

/// <summary>The styles, scripts and images, held inside the assembly and named by their content.</summary>
internal sealed class AssetBundle
{
    private const string Prefix = "Selvedge.Console.Assets.";

    private readonly FrozenDictionary<string, string> _paths;

    private readonly FrozenDictionary<string, Asset> _assets;

    /// <summary>Reads them out of the assembly.</summary>
    public AssetBundle()
    {
        var assembly = typeof(AssetBundle).Assembly;
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var assets = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource[Prefix.Length..];
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
            var path = $"/assets/{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
            paths[name] = path;
            assets[path] = new Asset(bytes, Path.GetExtension(name) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            });
        }

        _paths = paths.ToFrozenDictionary(StringComparer.Ordinal);
        _assets = assets.ToFrozenDictionary(StringComparer.Ordinal);
        Build = assembly.ManifestModule.ModuleVersionId.ToString("N");
    }

    /// <summary>Changes with every build of the console; an open page of another build reloads itself.</summary>
    public string Build { get; }

    /// <summary>The path of an asset, by the name of its file.</summary>
    public string this[string name] => _paths[name];

    /// <summary>The asset at a path, if there is one.</summary>
    public bool TryGet(string path, [NotNullWhen(true)] out Asset? asset) => _assets.TryGetValue(path, out asset);
}
