using System.Globalization;
using System.Text;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Network.Routing;

/// <summary>BIRD's files in the node's state directory, owner-only.</summary>
internal sealed class BirdFiles
{
    private readonly string _directory;

    /// <summary>Names them.</summary>
    public BirdFiles(string directory) => _directory = Path.GetFullPath(directory);

    /// <summary>The configuration.</summary>
    public string Configuration => Path.Combine(_directory, "bird.conf");

    /// <summary>The one that is to be checked.</summary>
    public string Next => Path.Combine(_directory, "bird.conf.next");

    /// <summary>The control socket.</summary>
    public string Socket => Path.Combine(_directory, "bird.ctl");

    /// <summary>The file with BIRD's process number.</summary>
    public string Pid => Path.Combine(_directory, "bird.pid");

    /// <summary>The keeper's script.</summary>
    public string Script => Path.Combine(_directory, "lifeline.pl");

    /// <summary>The anycast addresses that the node added.</summary>
    public string Addresses => Path.Combine(_directory, "addresses");

    /// <summary>Whether Linux can open the control socket.</summary>
    public bool IsSocketPathShort => Encoding.UTF8.GetByteCount(Socket) <= Limits.SocketPathBytesMax;

    /// <summary>Makes the directory.</summary>
    public void Create()
    {
        Directory.CreateDirectory(_directory);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                _directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a file whole.</summary>
    public static void Write(string path, string text)
    {
        var beside = path + ".new";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Kills a BIRD that an earlier process of the node left: it would hold the port, and goes on announcing
    /// until its keeper notices.</summary>
    public void KillLeftover()
    {
        if (File.Exists(Pid)
            && int.TryParse(File.ReadAllText(Pid).Trim(), CultureInfo.InvariantCulture, out var pid)
            && File.Exists($"/proc/{pid}/cmdline")
            && File.ReadAllText($"/proc/{pid}/cmdline").Contains(Socket, StringComparison.Ordinal))
        {
            Signals.Send(pid, Signals.Kill);
        }

        File.Delete(Pid);
        File.Delete(Socket);
    }
}
