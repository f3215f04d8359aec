using Selvedge.Harness;

namespace Selvedge.System.Tests.Dev;

/// <summary>A network whose control process and whose node in fra have small disks of their own, in memory.</summary>
public sealed class SmallDisksFixture : IAsyncLifetime
{
    /// <summary>The folder of fra's node.</summary>
    public const string Node = "nodes/fra-1";

    /// <summary>The folder of the control process.</summary>
    public const string Control = "control";

    private readonly string _state = Directory.CreateTempSubdirectory("selvedge-live-").FullName;
    private readonly List<string> _mounts = [];

    public LiveNetwork Network { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var program in new[] { "nats-server", "pebble", "mount", "umount" })
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        Assert.SkipUnless(Environment.UserName == "root", "only root may mount a small disk");
        await MountAsync(Node, "256k");
        await MountAsync(Control, "24m");
        Network = await LiveNetwork.StartAsync(LiveNetwork.FreePrefix(), _state);
    }

    /// <summary>Takes all the space that a disk has left.</summary>
    /// <returns>The file that has it.</returns>
    public string Fill(string folder)
    {
        var file = Path.Combine(_state, folder, "filler");
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 64 * 1024, 4096, 1 })
        {
            try
            {
                while (true)
                {
                    stream.Write(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // No space is left for a piece as large as this.
            }
        }

        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (Network is not null)
        {
            await Network.DisposeAsync();
        }

        foreach (var folder in _mounts)
        {
            await Programs.RunAsync(Programs.Find("umount")!, [folder]);
        }

        Directory.Delete(_state, recursive: true);
    }

    private async Task MountAsync(string folder, string size)
    {
        var path = Path.Combine(_state, folder);
        Directory.CreateDirectory(path);
        var mounted = await Programs.RunAsync(
            Programs.Find("mount")!, ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", path]);
        Assert.SkipUnless(mounted.ExitCode == 0, $"no small disk can be mounted: {mounted.Error}");
        _mounts.Add(path);
    }
}
