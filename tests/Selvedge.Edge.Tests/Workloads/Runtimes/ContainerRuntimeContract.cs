using System.Net;
using System.Net.Sockets;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>What every runtime has to do.</summary>
public abstract class ContainerRuntimeContract(string kind) : IAsyncLifetime
{
    private const string Wait = "while :; do /bin/busybox sleep 0.05; done";

    private TestRuntime? _test;

    protected IContainerRuntime Runtime => _test!.Runtime;

    protected string State => _test!.State;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _test = await TestRuntime.OpenAsync(kind);

    public async ValueTask DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_image_that_is_here_has_an_id_and_a_missing_one_a_reason()
    {
        Assert.StartsWith("sha256:", await Runtime.PullAsync(TestRuntime.Image, PullPolicy.Never, Cancellation));
        Assert.Equal(RuntimeException.ErrImageNeverPull, await ProblemAsync("localhost:1/none:1", PullPolicy.Never));
        Assert.Equal(RuntimeException.ErrImagePull, await ProblemAsync("localhost:1/none:1", PullPolicy.IfNotPresent));
        Assert.Equal(RuntimeException.InvalidImageName, await ProblemAsync("../none:1", PullPolicy.IfNotPresent));

        async Task<string> ProblemAsync(string image, PullPolicy policy) =>
            (await Assert.ThrowsAsync<RuntimeException>(() => Runtime.PullAsync(image, policy, Cancellation))).Reason;
    }

    [Fact]
    public async Task A_container_runs_what_its_image_says_or_what_it_says_itself()
    {
        var (_, _, built) = await Runtime.RunAsync("", start => start with { Command = [], Args = [] });
        var (_, _, args) = await Runtime.RunAsync("", start => start with { Command = [], Args = ["echo", "args"] });
        await Runtime.EndAsync(built);
        await Runtime.EndAsync(args);
        Assert.Equal(["as built"], (await Runtime.ReadLogAsync(built)).Select(line => line.Text));
        Assert.Equal(["args"], (await Runtime.ReadLogAsync(args)).Select(line => line.Text));
    }

    [Fact]
    public async Task A_container_has_the_images_variables_its_own_and_the_pods_address()
    {
        var address = "";
        var lines = await Runtime.OutputAsync(
            "echo $BUILT; echo $OWN; echo $POD_IP",
            start =>
            {
                address = start.Address.ToString();
                return start with { Environment = start.Environment.Add("OWN", "a \"b\" $c") };
            });
        Assert.Equal(["yes", "a \"b\" $c", address], lines);
    }

    [Fact]
    public async Task The_exit_code_is_told_with_the_times_of_start_and_end()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var (pod, _, id) = await Runtime.RunAsync("exit 7");
        var ended = await Runtime.EndAsync(id);
        Assert.Equal(7, ended.ExitCode);
        Assert.Equal((pod, "main", 0), (ended.Pod, ended.Name, ended.Attempt));
        Assert.InRange(ended.StartedAt!.Value, before, DateTimeOffset.UtcNow);
        Assert.InRange(ended.FinishedAt!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task A_program_is_asked_to_end_and_has_time_to_do_so()
    {
        var (_, _, id) = await Runtime.RunAsync($"trap 'echo bye; exit 3' TERM; echo ready; {Wait}");
        await Runtime.WritesAsync(id, "ready");
        await Runtime.StopAsync(id, StopSignal.Terminate, Cancellation);
        Assert.Equal(3, (await Runtime.EndAsync(id)).ExitCode);
        Assert.Equal("bye", (await Runtime.ReadLogAsync(id))[^1].Text);
        await Runtime.StopAsync(id, StopSignal.Terminate, Cancellation);
    }

    [Fact]
    public async Task A_program_that_does_not_listen_is_ended_all_the_same()
    {
        var (_, _, id) = await Runtime.RunAsync($"trap '' TERM; echo ready; {Wait}");
        await Runtime.WritesAsync(id, "ready");
        await Runtime.StopAsync(id, StopSignal.Terminate, Cancellation);
        Assert.True((await Runtime.FindAsync(id))!.Running);
        await Runtime.StopAsync(id, StopSignal.Kill, Cancellation);
        Assert.Equal(137, (await Runtime.EndAsync(id)).ExitCode);
    }

    [Fact]
    public async Task A_program_that_is_not_there_does_not_start()
    {
        var error = await Assert.ThrowsAsync<RuntimeException>(
            () => Runtime.RunAsync("", start => start with { Command = ["/none"] }));
        Assert.Equal(RuntimeException.RunContainerError, error.Reason);
        Assert.Contains("none", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Runtime.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Lines_have_their_time_and_their_stream()
    {
        var (_, _, id) = await Runtime.RunAsync("echo one; echo two >&2; printf three");
        await Runtime.EndAsync(id);
        var lines = await Runtime.ReadLogAsync(id);
        Assert.Equal(["one", "three", "two"], lines.Select(line => line.Text).Order());
        Assert.Equal(["two"], lines.Where(line => line.Error).Select(line => line.Text));
        Assert.All(lines, line => Assert.InRange(
            line.At, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1)));
    }

    [Fact]
    public async Task A_log_is_read_from_its_end_from_a_time_and_on()
    {
        var (_, _, id) = await Runtime.RunAsync(
            $"for i in 1 2 3; do echo $i; done; trap 'echo last; exit 0' TERM; {Wait}");
        await Runtime.WritesAsync(id, "3");
        Assert.Equal(["2", "3"], Texts(await Runtime.ReadLogAsync(id, new LogQuery(2, null, false))));
        Assert.Empty(await Runtime.ReadLogAsync(id, new LogQuery(null, DateTimeOffset.UtcNow.AddMinutes(1), false)));
        var all = new LogQuery(null, DateTimeOffset.UtcNow.AddMinutes(-1), false);
        Assert.Equal(["1", "2", "3"], Texts(await Runtime.ReadLogAsync(id, all)));
        var following = Runtime.ReadLogAsync(id, new LogQuery(1, null, true));
        await Runtime.StopAsync(id, StopSignal.Terminate, Cancellation);
        Assert.Equal(["3", "last"], Texts(await following));

        static IEnumerable<string> Texts(IEnumerable<LogLine> lines) => lines.Select(line => line.Text);
    }

    [Fact]
    public async Task The_log_of_the_instance_before_stays()
    {
        var (pod, address, first) = await Runtime.RunAsync("echo first");
        await Runtime.EndAsync(first);
        var second = await Runtime.StartAsync(
            RuntimeScript.Shell(pod, address, "echo second") with { Attempt = 1 }, Cancellation);
        await Runtime.EndAsync(second);
        Assert.Equal(["first"], (await Runtime.ReadLogAsync(first)).Select(line => line.Text));
        Assert.Equal(["second"], (await Runtime.ReadLogAsync(second)).Select(line => line.Text));
        await Runtime.RemoveAsync(first, Cancellation);
        Assert.Equal([second], (await Runtime.ListAsync(Cancellation)).Select(container => container.Id));
    }

    [Fact]
    public async Task A_container_sees_files_of_the_node_where_they_are_mounted()
    {
        var folder = Directory.CreateDirectory(Path.Combine(State, "volume")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "one"), "1\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "two"), "2\n", Cancellation);
        var lines = await Runtime.OutputAsync(
            "R=$CONTAINER_ROOT; /bin/busybox cat $R/etc/app/one $R/etc/two; echo kept > $R/data/three",
            start => start with
            {
                Mounts =
                [
                    new HostMount(folder, "/etc/app", true),
                    new HostMount(Path.Combine(folder, "two"), "/etc/two", true),
                    new HostMount(folder, "/data", false),
                ],
            });
        Assert.Equal(["1", "2"], lines);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(folder, "three"), Cancellation));
    }

    [Fact]
    public async Task A_pods_containers_share_the_address_at_which_the_node_reaches_them()
    {
        var pod = RuntimeScript.NewPod();
        var address = await Runtime.OpenPodAsync(pod, Cancellation);
        var port = FreePort(address);
        await Runtime.StartAsync(
            RuntimeScript.Shell(pod, address, $"exec /bin/busybox httpd -f -p $POD_IP:{port} -h /"),
            Cancellation);
        var other = await Runtime.StartAsync(
            RuntimeScript.Shell(pod, address, Wait, "side"), Cancellation);
        await Eventually.AsyncAsync(
            async () => (await AskAsync(new IPEndPoint(address, port))).Contains("404", StringComparison.Ordinal),
            "an answer");
        var asked = await Runtime.ExecAsync(
            other, [TestRuntime.Busybox, "sh", "-c", $"/bin/busybox wget -O - http://$POD_IP:{port}/none"],
            TimeSpan.FromSeconds(5), Cancellation);
        Assert.Contains("404", asked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_runs_beside_the_program_and_is_given_up_in_time()
    {
        var (_, _, id) = await Runtime.RunAsync(Wait, start => start with
        {
            Environment = start.Environment.Add("OWN", "own"),
        });
        var done = await Runtime.ExecAsync(
            id, [TestRuntime.Busybox, "sh", "-c", "echo $OWN; exit 4"], TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(new ExecResult(false, 4, "own\n"), done);
        var slow = await Runtime.ExecAsync(
            id, [TestRuntime.Busybox, "sleep", "60"], TimeSpan.FromMilliseconds(500), Cancellation);
        Assert.True(slow.TimedOut);
        Assert.True((await Runtime.FindAsync(id))!.Running);
    }

    [Fact]
    public async Task A_container_that_works_takes_processor_and_memory()
    {
        var (_, _, id) = await Runtime.RunAsync("while :; do :; done");
        await Eventually.AsyncAsync(
            async () => await Runtime.UsageAsync(id, Cancellation) is { } usage
                && usage.Cpu > TimeSpan.FromMilliseconds(50) && usage.MemoryBytes > 10_000,
            "it takes something");
        await Runtime.StopAsync(id, StopSignal.Kill, Cancellation);
    }

    [Fact]
    public async Task A_closed_pod_leaves_nothing_and_its_address_goes_to_no_other_at_once()
    {
        var (pod, address, id) = await Runtime.RunAsync("exit 0");
        await Runtime.EndAsync(id);
        Assert.Equal(address, await Runtime.OpenPodAsync(pod, Cancellation));
        await Runtime.ClosePodAsync(pod, Cancellation);
        Assert.Empty(await Runtime.ListAsync(Cancellation));
        Assert.NotEqual(address, await Runtime.OpenPodAsync(RuntimeScript.NewPod(), Cancellation));
    }

    [Fact]
    public async Task Containers_and_addresses_stay_when_the_node_stops()
    {
        var (pod, address, id) = await Runtime.RunAsync($"trap 'exit 5' TERM; echo ready; {Wait}");
        await Runtime.WritesAsync(id, "ready");
        await _test!.ReopenAsync();
        Assert.True((await Runtime.FindAsync(id))!.Running);
        Assert.Equal(address, await Runtime.OpenPodAsync(pod, Cancellation));
        await Runtime.StopAsync(id, StopSignal.Terminate, Cancellation);
        Assert.Equal(5, (await Runtime.EndAsync(id)).ExitCode);
    }

    [Fact]
    public async Task Containers_outlive_a_node_that_is_killed_and_the_next_one_finds_how_they_ended()
    {
        await Runtime.DisposeAsync();
        string[] ids;
        using (var node = RuntimeProcess.Start(_test!.Settings))
        {
            ids = await node.RunAsync($"trap 'exit 6' TERM; echo ready; {Wait}", "exit 8");
            node.Kill();
        }

        await _test.ReopenAsync();
        await Runtime.WritesAsync(ids[0], "ready");
        Assert.True((await Runtime.FindAsync(ids[0]))!.Running);
        Assert.Equal(8, (await Runtime.EndAsync(ids[1])).ExitCode);
        await Runtime.StopAsync(ids[0], StopSignal.Terminate, Cancellation);
        Assert.Equal(6, (await Runtime.EndAsync(ids[0])).ExitCode);
    }

    private static int FreePort(IPAddress address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<string> AskAsync(IPEndPoint at)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(at, Cancellation);
            await client.GetStream().WriteAsync("GET /none HTTP/1.0\r\n\r\n"u8.ToArray(), Cancellation);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(Cancellation);
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
