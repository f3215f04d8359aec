namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>What stands for a container's root folder in the process runtime: the image's own folder, or where there
/// are mounts, a folder of links to the image's files with the mounts in between.</summary>
internal static class ContainerRoot
{
    /// <summary>Makes the folder.</summary>
    /// <param name="image">The image's folder.</param>
    /// <param name="root">Where to make it; nothing is there yet.</param>
    /// <param name="mounts">What else is to be seen.</param>
    /// <returns>The folder that is the root.</returns>
    public static string Make(string image, string root, IReadOnlyCollection<HostMount> mounts)
    {
        if (mounts.Count == 0)
        {
            return image;
        }

        Link(image, root);
        foreach (var mount in mounts)
        {
            var place = root;
            var parts = mount.Target.Split('/', StringSplitOptions.RemoveEmptyEntries);
            foreach (var part in parts[..^1])
            {
                place = Path.Combine(place, part);
                Open(place);
            }

            place = Path.Combine(place, parts[^1]);
            Remove(place);
            File.CreateSymbolicLink(place, mount.Source);
        }

        return root;
    }

    /// <summary>Where a path of a container is on this machine.</summary>
    public static string At(string root, string path) => Path.Combine(root, path.TrimStart('/'));

    // A folder that is itself a link to the image's becomes a true one, with links to what is in it.
    private static void Open(string place)
    {
        var link = new DirectoryInfo(place);
        if (link.LinkTarget is { } target)
        {
            Remove(place);
            Link(target, place);
        }
        else
        {
            Directory.CreateDirectory(place);
        }
    }

    private static void Link(string from, string to)
    {
        Directory.CreateDirectory(to);
        if (!Directory.Exists(from))
        {
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
        {
            File.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(entry)), entry);
        }
    }

    private static void Remove(string place)
    {
        if (new FileInfo(place).LinkTarget is not null || File.Exists(place))
        {
            File.Delete(place);
        }
        else if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
