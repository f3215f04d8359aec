using System.Text.Json;
using Selvedge.Harness;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>A router of a provider: FRR, with its kernel's routes, inside a machine of a lab.</summary>
internal sealed class UpstreamRouter : IAsyncDisposable
{
    private const string Folder = "/usr/lib/frr";

    private static readonly string[] Daemons = ["zebra", "bfdd", "staticd", "bgpd"];

    private readonly Lab _lab;
    private readonly string _machine;
    private readonly List<LabProcess> _processes = [];

    private UpstreamRouter(Lab lab, string machine) => (_lab, _machine) = (lab, machine);

    /// <summary>Why it cannot run on this machine; null: it can.</summary>
    public static string? Obstacle =>
        !File.Exists($"{Folder}/bgpd") ? "The upstream router is FRR: install the package frr."
        : Programs.Find("vtysh") is null ? "The upstream router needs vtysh, of the package frr." : null;

    // Daemons that share a machine's file system are told apart by this.
    private string Space => _lab.Prefix;

    private string Configuration => $"/etc/frr/{Space}";

    private string Run => $"/var/run/frr/{Space}";

    /// <summary>Starts one.</summary>
    public static async Task<UpstreamRouter> StartAsync(Lab lab, string machine, string configuration)
    {
        var router = new UpstreamRouter(lab, machine);
        foreach (var folder in new[] { router.Configuration, router.Run })
        {
            Directory.CreateDirectory(folder);
        }

        await File.WriteAllTextAsync($"{router.Configuration}/frr.conf", configuration);
        await File.WriteAllTextAsync($"{router.Configuration}/vtysh.conf", "service integrated-vtysh-config\n");
        await Programs.RunAsync("chown", ["-R", "frr:frr", router.Configuration, router.Run]);
        // One after another: who comes before zebra listens does not hear of the links, and resolves no next hop.
        foreach (var daemon in Daemons)
        {
            router._processes.Add(lab.Start(
                machine, $"{Folder}/{daemon}", "-N", router.Space, "-A", "127.0.0.1", "-f", "/dev/null"));
            await Waiting.UntilAsync(
                () => Task.FromResult(File.Exists($"{router.Run}/{daemon}.vty")), TimeSpan.FromSeconds(15),
                $"{daemon} listens");
        }

        await lab.RunAsync(machine, "vtysh", "-N", router.Space, "-b");
        return router;
    }

    /// <summary>Asks.</summary>
    public async Task<string> AskAsync(string command) =>
        await _lab.RunAsync(_machine, "vtysh", "-N", Space, "-c", command);

    /// <summary>Asks for JSON.</summary>
    public async Task<JsonElement> ReadAsync(string command)
    {
        using var document = JsonDocument.Parse(await AskAsync(command));
        return document.RootElement.Clone();
    }

    /// <summary>Changes its configuration.</summary>
    public async Task ConfigureAsync(params IEnumerable<string> lines) => await _lab.RunAsync(
        _machine,
        ["vtysh", "-N", Space, "-c", "configure terminal", .. lines.SelectMany(line => new[] { "-c", line })]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(Configuration, recursive: true);
        Directory.Delete(Run, recursive: true);
    }
}
