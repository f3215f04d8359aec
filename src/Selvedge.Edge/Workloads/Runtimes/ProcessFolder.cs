using System.Globalization;
using System.Text.Json;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>What is on disk of one container of the process runtime: who it is, written before it starts, and what
/// <c>keep.pl</c> writes of it.</summary>
internal sealed class ProcessFolder
{
    private const string IdentityName = "container.json";

    private readonly Identity _identity;
    private OwnedContainer? _ended;

    private ProcessFolder(string path, Identity identity)
    {
        Path = path;
        _identity = identity;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Of which pod.</summary>
    public PodIdentity Pod => _identity.Pod;

    /// <summary>The root folder that it sees.</summary>
    public string Root => _identity.Root;

    /// <summary>Numbers of its processes; null before it began.</summary>
    public Processes? Running => ReadProcesses() is { } processes
        && ProcessTable.Runs(processes.Program, processes.ProgramStart) ? processes : null;

    /// <summary>Writes who the container is.</summary>
    public static ProcessFolder Write(string path, ContainerStart start, ProcessImage image, string root)
    {
        var identity = new Identity(start.Pod, start.Name, start.Attempt, image.Id, root);
        File.WriteAllBytes(
            System.IO.Path.Combine(path, IdentityName),
            JsonSerializer.SerializeToUtf8Bytes(identity, ProcessJson.Default.Identity));
        return new ProcessFolder(path, identity);
    }

    /// <summary>Reads a folder; null where it holds no container.</summary>
    public static ProcessFolder? TryRead(string path)
    {
        try
        {
            var identity = JsonSerializer.Deserialize(
                File.ReadAllBytes(System.IO.Path.Combine(path, IdentityName)), ProcessJson.Default.Identity);
            return identity is null ? null : new ProcessFolder(path, identity);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How the container is; null before it began.</summary>
    public OwnedContainer? Look()
    {
        if (_ended is not null || ReadProcesses() is not { } processes)
        {
            return _ended;
        }

        var container = new OwnedContainer(
            System.IO.Path.GetFileName(Path), _identity.Pod, _identity.Name, _identity.Attempt, _identity.ImageId,
            true, new DateTimeOffset(File.GetLastWriteTimeUtc(StatePath)), null, 0, false);
        // The exit is written by the keeper; while that lives, the end is not known yet.
        if (!File.Exists(ExitPath) && (ProcessTable.Runs(processes.Program, processes.ProgramStart)
            || ProcessTable.Runs(processes.Keeper, processes.KeeperStart)))
        {
            return container;
        }

        _ended = container with { Running = false };
        _ended = TryReadExit(out var code, out var at)
            ? _ended with { ExitCode = code, FinishedAt = at }
            // The machine was restarted, or somebody killed the keeper.
            : _ended with { ExitCode = Lost, FinishedAt = _ended.StartedAt };
        return _ended;
    }

    /// <summary>The exit code of a container whose end nobody saw, as Kubernetes' nodes tell it.</summary>
    private const int Lost = 137;

    private string StatePath => System.IO.Path.Combine(Path, "state");

    private string ExitPath => System.IO.Path.Combine(Path, "exit");

    private Processes? ReadProcesses()
    {
        var fields = Fields(StatePath);
        return fields.Length == 4
            ? new Processes((int)fields[0], (long)fields[1], (int)fields[2], (long)fields[3])
            : null;
    }

    private bool TryReadExit(out int code, out DateTimeOffset at)
    {
        var fields = Fields(ExitPath);
        code = fields.Length == 2 ? (int)fields[0] : 0;
        at = fields.Length == 2
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds((double)(fields[1] * 1_000_000))
            : default;
        return fields.Length == 2;
    }

    private static decimal[] Fields(string path)
    {
        try
        {
            return
            [
                .. File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
                    .Select(field => decimal.Parse(field, CultureInfo.InvariantCulture)),
            ];
        }
        catch (Exception error) when (error is IOException or FormatException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The processes of a container, with their start times.</summary>
    internal readonly record struct Processes(int Keeper, long KeeperStart, int Program, long ProgramStart);

    /// <summary>Who a container is.</summary>
    internal sealed record Identity(PodIdentity Pod, string Name, int Attempt, string ImageId, string Root);
}
