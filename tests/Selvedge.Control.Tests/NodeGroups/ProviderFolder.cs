using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Control.Tests.NodeGroups;

/// <summary>A folder of commands, and one beside it for what they keep.</summary>
internal sealed class ProviderFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _root = Directory.CreateTempSubdirectory("selvedge-providers-").FullName;

    public ProviderFolder()
    {
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(State(""));
    }

    public string Path => System.IO.Path.Combine(_root, "providers");

    public string State(string file) => System.IO.Path.Combine(_root, "state", file);

    public void Write(string name, string script)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The process id that a command wrote into a file of its state.</summary>
    public async Task<int> ReadIdAsync(string file)
    {
        var text = "";
        await UntilAsync(() => File.Exists(State(file)) && (text = File.ReadAllText(State(file))).EndsWith('\n'));
        return int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a process has ended.</summary>
    public static Task EndedAsync(int id) => UntilAsync(() =>
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    });

    /// <summary>Ends a process that a test has started.</summary>
    public static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "It did not happen in time.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
