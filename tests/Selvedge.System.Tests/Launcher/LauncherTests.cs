using Selvedge.Harness;

namespace Selvedge.System.Tests.Launcher;

/// <summary>The script <c>./selvedge</c> on a machine where pebble is missing: the programs that it calls are on PATH,
/// but apt-get, dotnet and id only note that they were called.</summary>
public sealed class LauncherTests : IDisposable
{
    private static readonly string[] Needed =
        ["bash", "cat", "cut", "dirname", "env", "grep", "head", "mkdir", "paste", "readlink", "tail", "tr"];

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-launcher-").FullName;

    public LauncherTests()
    {
        Directory.CreateDirectory(Folder);
        File.Copy(Path.Combine(Programs.RepositoryRoot, "selvedge"), Path.Combine(_folder, "selvedge"));
        foreach (var name in Needed)
        {
            File.CreateSymbolicLink(Path.Combine(Folder, name), Programs.Find(name)!);
        }

        Stub("dotnet", """[[ $1 == --list-sdks ]] && echo "10.0.100 [/sdk]" || exit 7""");
        Stub("apt-get", """echo "$*" >>"$CALLS" """);
    }

    private string Folder => Path.Combine(_folder, "programs");

    private string Calls => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Who_is_not_root_is_told_one_line_and_nothing_is_installed()
    {
        var result = await RunAsync(user: 1000);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(
            result.Error.Split('\n'),
            line => line.Trim() == "sudo apt-get install -y --no-install-recommends pebble");
        Assert.False(File.Exists(Calls));
    }

    [Fact]
    public async Task Root_gets_what_is_missing_from_the_package_manager()
    {
        var result = await RunAsync(user: 0);

        Assert.Equal(["install -y --no-install-recommends pebble"], await File.ReadAllLinesAsync(
            Calls, TestContext.Current.CancellationToken));
        Assert.Contains("Installing pebble", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_are_left_alone_where_that_is_asked_for()
    {
        var result = await RunAsync(user: 0, install: "no");

        Assert.False(File.Exists(Calls));
        Assert.DoesNotContain("pebble", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_SDK_is_named_with_where_to_get_it()
    {
        Stub("dotnet", """[[ $1 == --list-sdks ]] && echo "8.0.100 [/sdk]" || exit 7""");

        var result = await RunAsync(user: 0);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the .NET 10 SDK is missing (found: 8.0.100)", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Calls));
    }

    private Task<CommandResult> RunAsync(int user, string install = "yes")
    {
        Stub("id", $"echo {user}");
        return Programs.RunAsync(
            Programs.Find("bash")!, [Path.Combine(_folder, "selvedge"), "dev"],
            environment: new Dictionary<string, string>
            {
                ["PATH"] = Folder,
                ["CALLS"] = Calls,
                ["SELVEDGE_INSTALL"] = install,
            });
    }

    private void Stub(string name, string script)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!{Programs.Find("bash")}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
