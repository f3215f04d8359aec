using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Edge.Node;
using Selvedge.Fabric.Bus;

namespace Selvedge.Edge.Tests.Node;

/// <summary>A node in a process of its own, which can be stopped by a signal: this test program, started again with
/// the node's settings in its environment.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string Variable = "SELVEDGE_TEST_NODE";

    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    public static NodeProcess Start(BusEndpoint endpoint, string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = string.Join(
            '|', endpoint.Url, endpoint.AuthorityFile, endpoint.Identity.Seed, name);
        return new NodeProcess(Process.Start(start)!);
    }

    public void Signal(string name)
    {
        using var kill = Process.Start(
            "kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Whether it may serve from its cache, and then up to which purge it is.</summary>
    public async Task<(bool May, int Sequence)> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync("?");
        var answer = (await _process.StandardOutput.ReadLineAsync())!.Split(' ');
        return (bool.Parse(answer[0]), int.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void Enter()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } settings)
        {
            RunAsync(settings.Split('|')).GetAwaiter().GetResult();
            Environment.Exit(0);
        }
    }

    private static async Task RunAsync(string[] settings)
    {
        var (time, name) = (TimeProvider.System, settings[3]);
        var state = new NodeState(name, name[..3]);
        using var follower = new PurgeFollower(
            state, _ => 1, () => { }, time, NullLogger<PurgeFollower>.Instance);
        var fence = new StallFence(follower, time, NullLogger<StallFence>.Instance);
        await using var bus = new NodeBus(
            new BusEndpoint(settings[0], settings[1], BusIdentity.FromSeed(settings[2])!), name, name[..3], time,
            NullLogger<NodeBus>.Instance);
        var responder = new CommandResponder(
            follower,
            new Dictionary<string, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>>>(),
            time,
            NullLogger<CommandResponder>.Instance);
        _ = follower.RunAsync(bus, CancellationToken.None);
        _ = fence.RunAsync(CancellationToken.None);
        _ = responder.RunAsync(bus, CancellationToken.None);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var may = fence.MayServeFromCache;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{may} {state.PurgeSequence}"));
        }
    }
}
