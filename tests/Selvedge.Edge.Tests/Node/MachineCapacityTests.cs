using Selvedge.Core.Nodes;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Node;

public sealed class MachineCapacityTests
{
    private const string Machine = "MemTotal:        4028764 kB\nMemFree:          100 kB\n";

    [Fact]
    public void Without_bounds_it_is_the_machines()
    {
        var capacity = Of(2, ("/proc/meminfo", Machine), ("/proc/self/cgroup", "0::/\n"));
        Assert.Equal(new NodeCapacity(2000, 4028764L * 1024), capacity);
    }

    [Fact]
    public void The_smallest_bound_of_its_group_and_of_those_above_holds()
    {
        var capacity = Of(
            4,
            ("/proc/meminfo", Machine),
            ("/proc/self/cgroup", "4:memory:/elsewhere\n0::/system.slice/node.service\n"),
            ("/sys/fs/cgroup/system.slice/node.service/cpu.max", "max 100000\n"),
            ("/sys/fs/cgroup/system.slice/node.service/memory.max", "2147483648\n"),
            ("/sys/fs/cgroup/system.slice/cpu.max", "150000 100000\n"),
            ("/sys/fs/cgroup/system.slice/memory.max", "1073741824\n"));
        Assert.Equal(new NodeCapacity(1500, 1L << 30), capacity);
    }

    [Fact]
    public void A_containers_own_bounds_stand_at_the_root()
    {
        var capacity = Of(
            4, ("/proc/meminfo", Machine), ("/proc/self/cgroup", "0::/\n"),
            ("/sys/fs/cgroup/cpu.max", "50000 100000"), ("/sys/fs/cgroup/memory.max", "max"));
        Assert.Equal(new NodeCapacity(500, 4028764L * 1024), capacity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: much kB")]
    [InlineData("-5 100000")]
    [InlineData("100000 0")]
    public void What_cannot_be_read_bounds_nothing(string text)
    {
        var capacity = Of(
            2, ("/proc/meminfo", text), ("/proc/self/cgroup", text), ("/sys/fs/cgroup/cpu.max", text),
            ("/sys/fs/cgroup/memory.max", text));
        Assert.Equal(new NodeCapacity(2000, 0), capacity);
    }

    [Fact]
    public void This_machine_has_some_and_what_is_kept_back_never_makes_it_less_than_nothing()
    {
        var capacity = MachineCapacity.Read();
        Assert.InRange(capacity.CpuMillis, 1, Environment.ProcessorCount * 1000L);
        Assert.True(capacity.MemoryBytes > 1 << 20);
        Assert.Equal(
            new NodeCapacity(0, 1), MachineCapacity.Less(new NodeCapacity(100, 3), new NodeCapacity(200, 2)));
    }

    private static NodeCapacity Of(int processors, params (string Path, string Text)[] files) =>
        MachineCapacity.Of(processors, path => Array.Find(files, file => file.Path == path).Text);
}
