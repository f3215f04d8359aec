using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>A node in a process of its own, which can be killed: this test program, started again with the runtime's
/// settings in its environment.</summary>
internal sealed class RuntimeProcess : IDisposable
{
    private const string Variable = "SELVEDGE_TEST_RUNTIME";

    private readonly Process _process;

    private RuntimeProcess(Process process) => _process = process;

    public static RuntimeProcess Start(string settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = settings;
        return new RuntimeProcess(Process.Start(start)!);
    }

    /// <summary>Runs scripts in containers.</summary>
    /// <returns>The containers' ids.</returns>
    public async Task<string[]> RunAsync(params string[] scripts)
    {
        var ids = new List<string>();
        foreach (var script in scripts)
        {
            await _process.StandardInput.WriteLineAsync(script);
            ids.Add((await _process.StandardOutput.ReadLineAsync())!);
        }

        return [.. ids];
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    [ModuleInitializer]
    internal static void Enter()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } settings)
        {
            Run(settings);
            Environment.Exit(0);
        }
    }

    // Other threads may not enter this module until its initializer has ended: nothing here continues on one.
    private static void Run(string settings)
    {
        var runtime = TestRuntime.Open(settings);
        while (Console.In.ReadLine() is { } script)
        {
            var pod = RuntimeScript.NewPod();
            var address = runtime.OpenPodAsync(pod, CancellationToken.None).GetAwaiter().GetResult();
            Console.WriteLine(runtime.StartAsync(RuntimeScript.Shell(pod, address, script), CancellationToken.None)
                .GetAwaiter().GetResult());
        }
    }
}
