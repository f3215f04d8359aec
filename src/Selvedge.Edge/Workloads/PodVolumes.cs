using System.Collections.Immutable;
using System.Text;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads;

/// <summary>The volumes of pods as folders of the node: <c>UID/VOLUME</c> in one place.</summary>
/// <remarks>A file is replaced whole, so that a reader sees the old one or the new one. The folder of all is the
/// node's alone, since it holds secrets; containers see single volumes.</remarks>
internal sealed class PodVolumes(string directory)
{
    private readonly Lock _writing = new();

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode ForAllToRead = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ForAll = ForAllToRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The files of a volume. Pure.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="volume">One of its volumes.</param>
    /// <param name="files">What came out; none for an empty folder.</param>
    /// <param name="problem">What is missing, in one sentence; else empty.</param>
    public static bool TryPlan(
        PodSection pod, Volume volume, out ImmutableArray<VolumeFile> files, out string problem)
    {
        files = [];
        problem = "";
        var isText = volume.Secret is null;
        var (name, items, mode, optional) = volume switch
        {
            { ConfigMap: { } texts } => (texts.Name, texts.Items, texts.DefaultMode, texts.Optional),
            { Secret: { } secret } => (secret.SecretName, secret.Items, secret.DefaultMode, secret.Optional),
            _ => ("", [], 0, true),
        };
        if (name.Length == 0)
        {
            return true;
        }

        if (!(isText ? pod.Texts : pod.Secrets).TryGetValue(name, out var entries))
        {
            problem = optional ? "" : PodEnvironment.Missing(isText, name);
            return optional;
        }

        var wanted = items.IsDefaultOrEmpty
            ? entries.Keys.Select(key => new VolumeItem { Key = key, Path = key })
            : items;
        var planned = ImmutableArray.CreateBuilder<VolumeFile>();
        foreach (var item in wanted)
        {
            if (!entries.TryGetValue(item.Key, out var text))
            {
                problem = optional ? "" : $"The volume {volume.Name} names the entry {item.Key}, which {name} lacks.";
                if (!optional)
                {
                    return false;
                }

                continue;
            }

            var content = Encoding.UTF8.GetBytes(text);
            if (!IsInside(item.Path) || (!isText && !PodEnvironment.TryDecode(text, out content)))
            {
                problem = $"The entry {item.Key} of {name} cannot be the file {item.Path}.";
                return false;
            }

            planned.Add(new VolumeFile(item.Path, content, (UnixFileMode)((item.Mode ?? mode) & 0b111_111_111)));
        }

        files = planned.ToImmutable();
        return true;
    }

    /// <summary>Whether a path leads nowhere but into its folder.</summary>
    public static bool IsInside(string path) => path.Length > 0 && path[0] != '/'
        && path.Split('/').All(
            part => part is not (".." or "." or "") && !part.Contains('\0', StringComparison.Ordinal));

    /// <summary>Makes a pod's volumes what its section says.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="problem">What is missing, in one sentence; else empty.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryWrite(PodSection pod, out string problem)
    {
        problem = "";
        using var turn = _writing.EnterScope();
        foreach (var volume in pod.Spec.Volumes)
        {
            if (!TryPlan(pod, volume, out var files, out problem))
            {
                return false;
            }

            Make(directory, OwnerOnly);
            Make(Path.Combine(directory, pod.Uid), OwnerOnly);
            var folder = FolderOf(pod.Uid, volume.Name);
            Make(folder, volume.EmptyDir is null ? ForAllToRead : ForAll);
            if (volume.EmptyDir is null)
            {
                Write(folder, files);
            }
        }

        return true;
    }

    /// <summary>What a container sees of the volumes, which are written.</summary>
    public bool TryMount(
        PodSection pod, Container container, out ImmutableArray<HostMount> mounts, out string problem)
    {
        var found = ImmutableArray.CreateBuilder<HostMount>();
        mounts = [];
        problem = "";
        foreach (var mount in container.VolumeMounts)
        {
            if (pod.Spec.Volumes.FirstOrDefault(volume => volume.Name == mount.Name) is not { } volume)
            {
                problem = $"The pod has no volume {mount.Name}.";
                return false;
            }

            var source = FolderOf(pod.Uid, volume.Name);
            if (mount.SubPath.Length > 0)
            {
                source = Path.Combine(source, mount.SubPath);
                if (IsInside(mount.SubPath) && volume.EmptyDir is not null && !Path.Exists(source))
                {
                    Make(source, ForAll);
                }

                if (!IsInside(mount.SubPath) || !Path.Exists(source)
                    || HasLink(FolderOf(pod.Uid, volume.Name), mount.SubPath))
                {
                    problem = $"The volume {mount.Name} has no {mount.SubPath}.";
                    return false;
                }
            }

            found.Add(new HostMount(source, mount.MountPath, mount.ReadOnly || volume.EmptyDir is null));
        }

        mounts = [.. found.OrderBy(mount => mount.Target.Length)];
        return true;
    }

    /// <summary>Takes a pod's volumes away.</summary>
    public void Remove(string uid)
    {
        var folder = Path.Combine(directory, uid);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A container that can write to the volume could make a link to anywhere on the node.
    private static bool HasLink(string folder, string path)
    {
        var place = folder;
        foreach (var part in path.Split('/'))
        {
            place = Path.Combine(place, part);
            if (new FileInfo(place).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private string FolderOf(string uid, string volume) => Path.Combine(directory, uid, volume);

    private static void Write(string folder, ImmutableArray<VolumeFile> files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content)
                && ModeOf(path) == file.Mode)
            {
                continue;
            }

            Make(Path.GetDirectoryName(path)!, ForAllToRead);
            var fresh = Path.Combine(Path.GetDirectoryName(path)!, "..new");
            File.Delete(fresh);
            File.WriteAllBytes(fresh, file.Content);
            SetMode(fresh, file.Mode);
            File.Move(fresh, path, overwrite: true);
        }

        var kept = files.Select(file => Path.Combine(folder, file.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !kept.Contains(path)).ToList())
        {
            File.Delete(gone);
        }
    }

    // The mask of the process must not take away what containers need.
    private static void Make(string folder, UnixFileMode mode)
    {
        Directory.CreateDirectory(folder);
        if (ModeOf(folder) != mode)
        {
            SetMode(folder, mode);
        }
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
