using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>An image of the process runtime: the folder <c>NAME/TAG</c> with the file <c>image.json</c>.</summary>
internal sealed record ProcessImage
{
    private const string ManifestName = "image.json";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>SHA-256 of the manifest, and when the folder changed: a folder that was written anew is another image.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The entry point.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Its arguments.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Where it starts, in the image.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Finds an image.</summary>
    /// <param name="name">As a container names it.</param>
    /// <param name="directories">Where to look, in this order.</param>
    /// <param name="image">What was found; null where there is none.</param>
    /// <exception cref="RuntimeException">The name is none, or the manifest cannot be read.</exception>
    public static bool TryFind(string name, IEnumerable<string> directories, out ProcessImage? image)
    {
        image = null;
        if (!ImageName.TryParse(name, out var parts) || parts.Digest.Length > 0)
        {
            throw new RuntimeException(
                RuntimeException.InvalidImageName,
                $"'{name}' names no image folder: write NAME or NAME:TAG, without a digest.", false);
        }

        var folder = directories.Select(place => Path.GetFullPath(Path.Combine(place, parts.Repository, parts.Tag)))
            .FirstOrDefault(place => File.Exists(Path.Combine(place, ManifestName)));
        image = folder is null ? null : Read(folder);
        return image is not null;
    }

    private static ProcessImage Read(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        try
        {
            var file = new FileInfo(path);
            if (file.Length > Limits.ManifestBytesMax)
            {
                throw Unusable(path, $"It is larger than {Limits.ManifestBytesMax} bytes.", null);
            }

            var bytes = File.ReadAllBytes(path);
            using var document = JsonDocument.Parse(bytes, Lenient);
            var root = document.RootElement;
            return new ProcessImage
            {
                Folder = folder,
                Id = "sha256:" + Convert.ToHexStringLower(
                    SHA256.HashData([.. bytes, .. BitConverter.GetBytes(file.LastWriteTimeUtc.Ticks)])),
                Command = Texts(root, "command"),
                Args = Texts(root, "args"),
                WorkingDirectory = root.TryGetProperty("workingDir", out var place) ? place.GetString() ?? "/" : "/",
                Environment = root.TryGetProperty("env", out var variables)
                    ? variables.EnumerateObject().ToImmutableSortedDictionary(
                        variable => variable.Name, variable => variable.Value.GetString() ?? "",
                        StringComparer.Ordinal)
                    : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException
            or UnauthorizedAccessException)
        {
            throw Unusable(path, error.Message, error);
        }
    }

    private static ImmutableArray<string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list)
            ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")]
            : [];

    private static RuntimeException Unusable(string path, string why, Exception? inner) => new(
        RuntimeException.ErrImagePull,
        $"{path} cannot be used: {why} It is an object with command and args (lists of texts), workingDir (a text) and "
            + "env (an object of texts).",
        true,
        inner);
}
