namespace Selvedge.Dev;

/// <summary>The folders and files of a development network's state.</summary>
/// <param name="Root">Absolute; <c>.selvedge</c> beside where <c>dev</c> was called, by default.</param>
internal sealed record DevState(string Root)
{
    /// <summary>One log a process.</summary>
    public string Logs => Make("logs");

    /// <summary>One file a running process, with its id.</summary>
    public string Run => Make("run");

    /// <summary>The configuration files that are written at each start.</summary>
    public string Configuration => Make("configuration");

    /// <summary>The control plane's state directory.</summary>
    public string Control => Make("control");

    /// <summary>nkey seeds, mode 0600.</summary>
    public string Keys => Make("keys");

    /// <summary>JetStream's files; may be lost.</summary>
    public string Bus => Make("bus");

    /// <summary>Pebble's configuration and certificate.</summary>
    public string Acme => Make("acme");

    /// <summary>The example site's files.</summary>
    public string Site => Make("site");

    /// <summary>Images of the process runtime.</summary>
    public string Images => Make("images");

    /// <summary>Commands that NodeGroups name.</summary>
    public string Providers => Make("providers");

    /// <summary>For an unmodified kubectl.</summary>
    public string Kubeconfig => Path.Combine(Root, "kubeconfig");

    /// <summary>The roots that the network's certificates chain to, in one PEM file for curl and others.</summary>
    public string Roots => Path.Combine(Root, "roots.pem");

    /// <summary>A node's state directory.</summary>
    public string Node(string name) => Make(Path.Combine("nodes", name));

    /// <summary>Removes all of it.</summary>
    public void Clear()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private string Make(string name)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
