using Selvedge.Harness.Labs;

namespace Selvedge.System.Tests.Network;

public sealed class LabTests
{
    [Fact]
    public async Task Machines_of_a_lab_reach_each_other_and_leave_nothing_behind()
    {
        Assert.SkipUnless(Lab.Obstacle is null, Lab.Obstacle ?? "");
        string folder;
        string name;
        LabProcess sleeper;
        await using (var lab = new Lab())
        {
            name = await lab.AddMachineAsync("one");
            await lab.AddMachineAsync("two");
            await lab.LinkAsync("one", "wan", "two", "wan");
            await lab.AddressAsync("one", "wan", "10.0.1.1/30", "fd00:1::1/64");
            await lab.AddressAsync("two", "wan", "10.0.1.2/30", "fd00:1::2/64");
            await lab.RouteAsync("two", "default via 10.0.1.1");
            folder = lab.Folder;
            sleeper = lab.Start("two", "sleep", "100");

            var knock = await lab.TryRunAsync("one", "bash", "-c", "exec 3<>/dev/tcp/10.0.1.2/9");

            // Nothing listens there: only a machine that is reached refuses.
            Assert.Contains("refused", knock.Error, StringComparison.Ordinal);
            Assert.Contains($"{sleeper.Id}", await lab.RunAsync("two", "ip", "netns", "pids", lab.Namespace("two")),
                StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
        Assert.False(File.Exists("/run/netns/" + name));
        Assert.False(Directory.Exists($"/proc/{sleeper.Id}"));
    }
}
