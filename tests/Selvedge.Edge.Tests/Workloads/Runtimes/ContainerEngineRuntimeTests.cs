using System.Diagnostics;
using System.Globalization;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

public sealed class ContainerEngineRuntimeTests() : ContainerRuntimeContract("containers")
{
    [Fact]
    public async Task A_container_that_takes_more_memory_than_it_may_is_killed()
    {
        var (_, _, id) = await Runtime.RunAsync(
            "/bin/busybox tail /dev/zero", start => start with { MemoryBytesMax = 16 * 1024 * 1024 });
        Assert.Equal(137, (await Runtime.EndAsync(id)).ExitCode);
    }

    [Fact]
    public async Task A_command_leaves_no_process_behind()
    {
        var (_, _, id) = await Runtime.RunAsync("while :; do /bin/busybox sleep 0.05; done");
        await Runtime.ExecAsync(id, [TestRuntime.Busybox, "true"], TimeSpan.FromSeconds(10), Cancellation);
        await Eventually.TrueAsync(
            () => Directory.GetDirectories("/proc").Select(Path.GetFileName)
                .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
                .Select(name => ProcessTable.CommandOf(int.Parse(name!, CultureInfo.InvariantCulture)))
                .All(command => !Array.Exists(command, word =>
                    word.StartsWith(State, StringComparison.Ordinal)
                    && word.EndsWith("/exec_pid", StringComparison.Ordinal))),
            "what keeps the exit code is gone");
    }

    [Fact]
    public async Task A_container_gets_no_more_processor_than_it_may_take()
    {
        var (_, _, id) = await Runtime.RunAsync("while :; do :; done", start => start with { CpuMillisMax = 50 });
        var clock = Stopwatch.StartNew();
        var before = (await Runtime.UsageAsync(id, Cancellation))!.Cpu;
        var work = TimeSpan.FromMilliseconds(40);
        await Eventually.AsyncAsync(
            async () => (await Runtime.UsageAsync(id, Cancellation))!.Cpu > before + work, "it works");

        // A twentieth of a processor: 0.8 s, but for what one period lets through at once.
        Assert.True(clock.Elapsed > 10 * work, $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_container_cannot_change_what_is_read_only_and_is_whom_it_is_told()
    {
        var folder = Directory.CreateDirectory(Path.Combine(State, "volume")).FullName;
        var lines = await Runtime.OutputAsync(
            "echo x > /data/x || echo no; echo x > /x || echo no; /bin/busybox id -u; /bin/busybox id -g",
            start => start with
            {
                ReadOnlyRoot = true,
                User = 4321,
                Group = 1234,
                Mounts = [new HostMount(folder, "/data", true)],
            });
        Assert.Equal(["no", "no", "4321", "1234"], lines);
    }
}
