using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Selvedge.Edge.Workloads.Runtimes;
using Selvedge.Fabric.Tests.Bus;

namespace Selvedge.Edge.Tests.Workloads.Runtimes;

/// <summary>A runtime in a folder of its own, with the image <c>localhost/tools:1</c>, which holds busybox.</summary>
public sealed class TestRuntime : IAsyncDisposable
{
    public const string Image = PodHostTest.Image;
    public const string Busybox = PodHostTest.Busybox;

    private static int _made;

    private readonly string _kind;
    private readonly IPNetwork _addresses;

    private TestRuntime(string kind, string state, IPNetwork addresses)
    {
        _kind = kind;
        _addresses = addresses;
        State = state;
        Runtime = Open();
    }

    public string State { get; }

    public IContainerRuntime Runtime { get; private set; }

    /// <summary>What a process of its own needs to open the same.</summary>
    public string Settings => $"{_kind}|{State}|{_addresses}";

    /// <summary>A working one; else the test is skipped with the reason.</summary>
    public static async Task<TestRuntime> OpenAsync(string kind)
    {
        Assert.SkipUnless(File.Exists(Busybox), "busybox is missing: install busybox-static");
        if (kind == "containers")
        {
            Assert.SkipUnless(ContainersHere.Problem.Length == 0, ContainersHere.Problem);
        }

        var number = Interlocked.Increment(ref _made);

        // Test programs of two worktrees may run at the same time: their pods keep apart by the process number.
        var place = (Environment.ProcessId % 200) + 1;
        var test = new TestRuntime(
            kind,
            Directory.CreateTempSubdirectory("selvedge-r").FullName,
            new IPNetwork(IPAddress.Parse($"127.{100 + place % 100}.{place}.{number % 16 * 16}"), 28));
        var condition = await test.Runtime.CheckAsync(TestContext.Current.CancellationToken);
        if (!condition.Works)
        {
            await test.DisposeAsync();
        }

        Assert.SkipUnless(condition.Works, $"{kind}: {condition.Reason}");
        await test.LoadImageAsync();
        return test;
    }

    public static IContainerRuntime Open(string settings)
    {
        var parts = settings.Split('|');
        return Open(parts[0], parts[1], IPNetwork.Parse(parts[2]));
    }

    /// <summary>Ends the runtime, and opens it again as a new process of the node does.</summary>
    public async Task ReopenAsync()
    {
        await Runtime.DisposeAsync();
        Runtime = Open();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var container in await Runtime.ListAsync(CancellationToken.None))
            {
                await Runtime.StopAsync(container.Id, StopSignal.Kill, CancellationToken.None);
            }

            foreach (var pod in (await Runtime.ListAsync(CancellationToken.None)).Select(one => one.Pod).Distinct())
            {
                await RuntimeScript.EndedAsync(Runtime, pod);
                await Runtime.ClosePodAsync(pod, CancellationToken.None);
            }
        }
        catch (RuntimeException)
        {
            // It does not work here.
        }

        await Runtime.DisposeAsync();
        await Eventually.AsyncAsync(TryDeleteAsync, $"{State} can be deleted");
    }

    // podman leaves its storage mounted onto itself, and its cleanup of the last container may still be under way.
    private async Task<bool> TryDeleteAsync()
    {
        try
        {
            using var unmount = Process.Start(
                new ProcessStartInfo("umount", [Path.Combine(State, "storage", "overlay")])
                {
                    RedirectStandardError = true,
                    UseShellExecute = false,
                })!;
            await unmount.WaitForExitAsync();
            Directory.Delete(State, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IContainerRuntime Open(string kind, string state, IPNetwork addresses) => kind == "process"
        ? new ProcessRuntime(
            new ProcessRuntimeOptions { StateDirectory = state, Addresses = addresses }, TimeProvider.System)
        : new ContainerEngineRuntime(
            new ContainerEngineOptions { Node = "node", StateDirectory = state, Addresses = addresses },
            TimeProvider.System);

    private IContainerRuntime Open() => Open(_kind, State, _addresses);

    private async Task LoadImageAsync()
    {
        if (_kind == "process")
        {
            await PodHostTest.WriteProcessImageAsync(Path.Combine(State, "images"));
            return;
        }

        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(Busybox, "bin/busybox");
        }

        archive.Position = 0;
        using var client = new DockerClientBuilder()
            .WithEndpoint(new Uri($"unix://{State}/podman.sock")).WithApiVersion(new System.Version(1, 41)).Build();
        await client.Images.CreateImageAsync(
            new ImagesCreateParameters
            {
                FromSrc = "-",
                Repo = Image.Split(':')[0],
                Tag = "1",
                Changes = ["ENTRYPOINT [\"/bin/busybox\"]", "CMD [\"echo\", \"as built\"]", "ENV BUILT=yes"],
            },
            archive, null, new Progress<JSONMessage>());

        // podman 4.3 leaves the tag of an import out.
        await client.Images.TagImageAsync(
            "localhost/tools:latest", new ImageTagParameters { RepositoryName = "localhost/tools", Tag = "1" });
    }
}
