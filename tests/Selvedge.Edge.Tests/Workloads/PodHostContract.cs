using System.Collections.Immutable;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads;

/// <summary>What every host of pods does, whatever runs them: one suite for plain processes, containers and a
/// Kubernetes cluster.</summary>
public abstract class PodHostContract : IAsyncLifetime
{
    private const string Web = "trap 'sleep 2; exit 0' TERM; "
        + "/bin/busybox httpd -f -p $POD_IP:18080 -h $CONTAINER_ROOT/www & wait; wait";

    private static readonly Probe Get = new()
    {
        HttpGet = new HttpGetAction { Path = "/index.html", Port = new PortReference(0, "http") },
        PeriodSeconds = 1,
        FailureThreshold = 1,
    };

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private PodHostTest? _test;

    protected PodHostTest Test => _test!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _test = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_pod_serves_until_it_leaves_the_snapshot()
    {
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        var endpoint = Assert.Single(Test.Host.Endpoints);
        Assert.True(endpoint.Ready);
        Assert.Equal(("default", "uid-web"), (endpoint.Namespace, endpoint.Uid));
        Assert.Equal("web", endpoint.Labels["app"]);
        var at = Test.Report("web")!.Endpoints[PodHostTest.Port];
        Assert.Equal(endpoint.At(new PortReference(0, "http"))!.ToString(), at);
        Assert.Equal("hello\n", await PageAsync(at));
        Assert.Equal("Running", Test.Report("web")!.Status.Phase);

        // Whoever chose it just before still reaches it: it is asked to end only after it was taken out.
        Test.Give();
        await PodHostTest.UntilAsync(() => Test.Host.Endpoints.All(one => !one.Ready), "it is not ready any more");
        Assert.Equal("hello\n", await PageAsync(at));
        await Test.IsGoneAsync("web");
        Assert.Empty(Test.Host.Endpoints);
        await IsSilentAsync(at);
    }

    [Fact]
    public async Task Variables_and_files_reach_the_pod()
    {
        var pod = PodHostTest.Pod(
            "app",
            "echo $GREETING,$AGAIN,$ALL_mode,$TOKEN,$POD,$SPACE,$WHERE,$MARK,$MISSING.; echo $POD_IP $ADDRESS; "
                + "echo $(/bin/busybox cat $CONTAINER_ROOT/etc/app/sub/token $CONTAINER_ROOT/etc/text); sleep 600",
            container => container with
            {
                EnvFrom =
                [
                    new EnvironmentSource { Prefix = "ALL_", ConfigMapRef = new() { Name = "modes" } },
                    new EnvironmentSource { SecretRef = new() { Name = "nowhere", Optional = true } },
                ],
                Env =
                [
                    Variable("GREETING", new() { ConfigMapKeyRef = new() { Name = "words", Key = "greeting" } }),
                    new EnvironmentVariable { Name = "AGAIN", Value = "$(GREETING)-$(GREETING)" },
                    Variable("TOKEN", new() { SecretKeyRef = new() { Name = "keys", Key = "token" } }),
                    Variable("POD", new() { FieldRef = new() { FieldPath = "metadata.name" } }),
                    Variable("SPACE", new() { FieldRef = new() { FieldPath = "metadata.namespace" } }),
                    Variable("WHERE", new() { FieldRef = new() { FieldPath = "spec.nodeName" } }),
                    Variable("MARK", new() { FieldRef = new() { FieldPath = "metadata.annotations['mark']" } }),
                    Variable("MISSING", new()
                    {
                        ConfigMapKeyRef = new() { Name = "words", Key = "none", Optional = true },
                    }),
                    Variable("ADDRESS", new() { FieldRef = new() { FieldPath = "status.podIP" } }),
                ],
                VolumeMounts =
                [
                    new VolumeMount { Name = "keys", MountPath = "/etc/app", ReadOnly = true },
                    new VolumeMount { Name = "words", MountPath = "/etc/text", SubPath = "greeting" },
                ],
            });
        Test.Give(pod with
        {
            Spec = pod.Spec with
            {
                Volumes =
                [
                    new Volume
                    {
                        Name = "keys",
                        Secret = new SecretVolume
                        {
                            SecretName = "keys",
                            Items = [new VolumeItem { Key = "token", Path = "sub/token" }],
                        },
                    },
                    new Volume { Name = "words", ConfigMap = new ConfigMapVolume { Name = "words" } },
                ],
            },
            Annotations = pod.Annotations.Add("mark", "$(GREETING)"),
            Texts = PodHostTest.Documents(("words", "greeting", "good day"), ("modes", "mode", "fast")),
            Secrets = PodHostTest.Documents(("keys", "token", "czNjcmV0")),
        });
        await Test.IsReadyAsync("app");
        var lines = await LinesAsync("app", 3);
        Assert.Equal(
            $"good day,good day-good day,fast,s3cret,app,default,{Test.Node},$(GREETING),.", lines[0]);
        var address = Test.Report("app")!.Status.PodIp;
        Assert.Equal($"{address} {address}", lines[1]);
        Assert.Equal("s3cretgood day", lines[2]);
    }

    [Fact]
    public async Task What_is_missing_is_told_and_the_pod_starts_when_it_comes()
    {
        var pod = PodHostTest.Pod("app", "echo $GREETING; sleep 600", container => container with
        {
            Env = [Variable("GREETING", new() { SecretKeyRef = new() { Name = "words", Key = "greeting" } })],
        });
        Test.Give(pod);
        await Test.IsAsync(
            "app", report => report.Status.Reason == "CreateContainerConfigError", "CreateContainerConfigError");
        Assert.Equal("There is no Secret words.", Test.Report("app")!.Status.Message);
        Assert.Equal("CreateContainerConfigError", Test.Container("app").State.Waiting!.Reason);
        Test.Give(pod with { Secrets = PodHostTest.Documents(("words", "greeting", "aGVsbG8=")) });
        await Test.IsReadyAsync("app");
        Assert.Equal("hello", (await LinesAsync("app", 1))[0]);
    }

    [Fact]
    public async Task Texts_that_change_are_seen_in_the_files_of_what_runs()
    {
        Test.Give(Site("web"));
        await Test.IsReadyAsync("web");
        var at = Test.Report("web")!.Endpoints[PodHostTest.Port];
        var before = Test.Container("web").ContainerId;
        Test.Give(Site("web") with { Texts = PodHostTest.Documents(("page", "index.html", "new\n")) });
        await PodHostTest.UntilAsync(async () => await PageAsync(at) == "new\n", () => "the page is new");
        Assert.Equal((before, 0), (Test.Container("web").ContainerId, Test.Container("web").RestartCount));
    }

    [Fact]
    public async Task A_pod_is_given_traffic_only_while_its_readiness_probe_says_so()
    {
        Test.Give(Site(
            "web",
            "sleep 2; /bin/busybox httpd -f -p $POD_IP:18080 -h $CONTAINER_ROOT/www & sleep 8; kill $!; sleep 600"));
        await Test.IsAsync("web", report => report.Status.Phase == "Running", "running");
        Assert.All(Test.Host.Endpoints, endpoint => Assert.False(endpoint.Ready));
        Assert.False(Test.Report("web")!.Status.Ready);
        await PodHostTest.UntilAsync(() => Test.Host.Endpoints is [{ Ready: true }], "it serves");
        await PodHostTest.UntilAsync(() => Test.Host.Endpoints is [{ Ready: false }], "it serves no more");
        Assert.Equal(0, Test.Container("web").RestartCount);
    }

    [Fact]
    public async Task A_container_that_fails_its_liveness_probe_is_started_again()
    {
        Test.Give(PodHostTest.Pod(
            "sick",
            "trap 'exit 0' TERM; while :; do /bin/busybox sleep 0.05; done",
            container => container with
            {
                LivenessProbe = new Probe
                {
                    Exec = new ExecAction { Command = [PodHostTest.Busybox, "false"] },
                    PeriodSeconds = 1,
                    FailureThreshold = 2,
                },
            }));
        await Test.IsAsync(
            "sick", report => report.Status.ContainerStatuses[0].RestartCount > 0, "started again");
        Assert.NotNull(Test.Container("sick").LastState.Terminated);
    }

    [Fact]
    public async Task A_program_that_ends_is_started_again_and_its_last_words_are_kept()
    {
        Test.Give(PodHostTest.Pod("crash", "echo instance; exit 9"));
        await Test.IsAsync("crash", report => report.Status.Reason == "CrashLoopBackOff", "CrashLoopBackOff");
        var status = Test.Container("crash");
        Assert.Equal((2, 9), (status.RestartCount, status.LastState.Terminated!.ExitCode));
        Assert.Equal("Error", status.LastState.Terminated.Reason);
        Assert.False(Test.Report("crash")!.Status.Ready);
        Assert.Contains(Test.Report("crash")!.Events, told => told is { Warning: true, Reason: "BackOff" });
        var lines = await Test.Host.LogsAsync("default", "crash", "", true, LogQuery.All, Cancellation);
        Assert.Equal("instance", (await lines!.FirstAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told()
    {
        Test.Give(PodHostTest.Pod("none", "", container => container with
        {
            Image = "localhost/none:1",
            ImagePullPolicy = "Never",
        }));
        await Test.IsAsync(
            "none", report => report.Status.Reason is "ErrImageNeverPull" or "ImagePullBackOff", "without an image");
        Assert.Equal("Pending", Test.Report("none")!.Status.Phase);
        Assert.Contains(Test.Report("none")!.Events, told => told is { Warning: true, Reason: "Failed" });
    }

    [Fact]
    public async Task Output_can_be_followed_cut_and_begun_late()
    {
        Test.Give(PodHostTest.Pod("talk", "for i in 1 2 3 4 5; do echo line $i; sleep 1; done; sleep 600"));
        await Test.IsReadyAsync("talk");
        var follow = await Test.Host.LogsAsync(
            "default", "talk", "main", false, new LogQuery(null, null, Follow: true), Cancellation);
        var lines = await follow!.Take(5).ToListAsync(Cancellation);
        Assert.Equal(["line 1", "line 2", "line 3", "line 4", "line 5"], lines.Select(line => line.Text));
        Assert.Equal(["line 4", "line 5"], await TextsAsync(new LogQuery(2, null, false)));
        Assert.Equal(["line 4", "line 5"], await TextsAsync(new LogQuery(null, lines[3].At, false)));
        Assert.Null(await Test.Host.LogsAsync("default", "other", "", false, LogQuery.All, Cancellation));

        async Task<List<string>> TextsAsync(LogQuery query) =>
            await (await Test.Host.LogsAsync("default", "talk", "", false, query, Cancellation))!
                .Select(line => line.Text).ToListAsync(Cancellation);
    }

    [Fact]
    public async Task Pods_go_on_without_the_node_and_are_taken_up_again()
    {
        Test.Give(Site("kept"), Site("lost"));
        await Test.IsReadyAsync("kept");
        await Test.IsReadyAsync("lost");
        var before = Test.Container("kept");
        var lost = Test.Report("lost")!.Endpoints[PodHostTest.Port];
        await Test.RestartAsync();

        // The state before the first snapshot ends nothing.
        Test.Host.Swap(Snapshot.Empty("loc"));
        await PodHostTest.UntilAsync(() => Test.Host.Condition.Works, "what runs pods works");
        Assert.Equal("hello\n", await PageAsync(lost));
        Test.Give(Site("kept"));
        await Test.IsReadyAsync("kept");
        var after = Test.Container("kept");
        Assert.Equal((before.ContainerId, 0), (after.ContainerId, after.RestartCount));
        await IsSilentAsync(lost);
        await Test.IsGoneAsync("lost");
    }

    [Fact]
    public async Task A_pod_of_another_uid_is_another_pod_and_one_of_another_node_is_left_alone()
    {
        Test.Give(Site("web"), Site("other") with { Node = "node-2" });
        await Test.IsReadyAsync("web");
        Assert.Null(Test.Report("other"));
        Test.Give(Site("web") with { Uid = "uid-second" });
        await PodHostTest.UntilAsync(
            () => Test.Host.Reports is [{ Uid: "uid-second", Status.Ready: true }], "the second alone is there");
    }

    /// <summary>A host that runs, over something real.</summary>
    protected abstract Task<PodHostTest> OpenAsync();

    /// <summary>A pod that serves a page.</summary>
    protected static PodSection Site(string name, string script = Web)
    {
        var pod = PodHostTest.Pod(name, script, container => container with
        {
            ReadinessProbe = Get,
            VolumeMounts = [new VolumeMount { Name = "page", MountPath = "/www" }],
        });
        return pod with
        {
            Spec = pod.Spec with
            {
                Volumes = [new Volume { Name = "page", ConfigMap = new ConfigMapVolume { Name = "page" } }],
            },
            Texts = PodHostTest.Documents(("page", "index.html", "hello\n")),
        };
    }

    protected Task<string> PageAsync(string at) =>
        _http.GetStringAsync(new Uri($"http://{at}/index.html"), Cancellation);

    private static EnvironmentVariable Variable(string name, EnvironmentValueSource source) =>
        new() { Name = name, ValueFrom = source };

    private Task IsSilentAsync(string at) => PodHostTest.UntilAsync(
        async () =>
        {
            try
            {
                await PageAsync(at);
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        },
        () => $"nobody listens on {at}");

    private async Task<ImmutableArray<string>> LinesAsync(string pod, int count)
    {
        ImmutableArray<string> lines = [];
        await PodHostTest.UntilAsync(
            async () =>
            {
                var log = await Test.Host.LogsAsync("default", pod, "", false, LogQuery.All, Cancellation);
                lines = log is null ? [] : [.. (await log.ToListAsync(Cancellation)).Select(line => line.Text)];
                return lines.Length >= count;
            },
            () => $"{pod} has written {count} lines: {string.Join('|', lines)}");
        return lines;
    }
}
