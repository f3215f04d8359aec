using System.Runtime.Versioning;
using System.Text;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Tests.Workloads;

[UnsupportedOSPlatform("windows")]
public sealed class PodVolumesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-volumes").FullName;

    [Fact]
    public void Files_have_their_content_their_mode_and_their_place()
    {
        var pod = Pod(
            new Volume
            {
                Name = "secret",
                Secret = new SecretVolume
                {
                    SecretName = "keys",
                    DefaultMode = 0b100_000_000,
                    Items = [new VolumeItem { Key = "token", Path = "deep/token" }],
                },
            });
        Assert.True(new PodVolumes(_folder).TryWrite(pod, out var problem), problem);
        var path = Path.Combine(_folder, PodStory.Uid, "secret", "deep", "token");
        Assert.Equal("secret", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void A_second_write_replaces_what_changed_and_removes_what_is_gone()
    {
        var volumes = new PodVolumes(_folder);
        var volume = new Volume { Name = "texts", ConfigMap = new ConfigMapVolume { Name = "app" } };
        Assert.True(volumes.TryWrite(Pod(volume), out _));
        var changed = Pod(volume) with { Texts = TestAgent.Documents(("app", "other", "2")) };
        Assert.True(volumes.TryWrite(changed, out _));
        Assert.Equal(
            ["other"],
            Directory.GetFiles(Path.Combine(_folder, PodStory.Uid, "texts")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("/out")]
    [InlineData("a/../../out")]
    public void A_path_that_leads_out_is_refused(string path)
    {
        var volume = new Volume
        {
            Name = "texts",
            ConfigMap = new ConfigMapVolume { Name = "app", Items = [new VolumeItem { Key = "one", Path = path }] },
        };
        Assert.False(PodVolumes.TryPlan(Pod(volume), volume, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_mount_may_be_a_part_of_a_volume_but_no_way_out_of_it()
    {
        var volumes = new PodVolumes(_folder);
        var pod = Pod(new Volume { Name = "empty", EmptyDir = new EmptyFolder() });
        Assert.True(volumes.TryWrite(pod, out _));
        Assert.True(Mount("part", out var problem), problem);
        var root = Path.Combine(_folder, PodStory.Uid, "empty");
        Assert.True(Directory.Exists(Path.Combine(root, "part")));
        File.CreateSymbolicLink(Path.Combine(root, "link"), "/etc");
        Assert.False(Mount("link", out _));
        Assert.False(Mount("link/ssl", out _));
        Assert.False(Mount("../../x", out _));

        bool Mount(string path, out string problem) => volumes.TryMount(
            pod,
            new Container { VolumeMounts = [new VolumeMount { Name = "empty", MountPath = "/data", SubPath = path }] },
            out _, out problem);
    }

    [Fact]
    public void A_document_that_is_missing_is_named_unless_it_is_optional()
    {
        var volume = new Volume { Name = "texts", ConfigMap = new ConfigMapVolume { Name = "none" } };
        Assert.False(PodVolumes.TryPlan(Pod(volume), volume, out _, out var problem));
        Assert.Equal("There is no ConfigMap none.", problem);
        volume = volume with { ConfigMap = volume.ConfigMap! with { Optional = true } };
        Assert.True(PodVolumes.TryPlan(Pod(volume), volume, out var files, out _));
        Assert.Empty(files);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PodSection Pod(Volume volume)
    {
        var pod = PodStory.Section();
        return pod with
        {
            Spec = pod.Spec with { Volumes = [volume] },
            Texts = TestAgent.Documents(("app", "one", "1")),
            Secrets = TestAgent.Documents(
                ("keys", "token", Convert.ToBase64String(Encoding.UTF8.GetBytes("secret")))),
        };
    }
}
