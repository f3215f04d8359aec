using Selvedge.Bench.Network;
using Selvedge.Bench.Placement;
using Selvedge.Bench.Scale;
using Selvedge.Core.Snapshots;

namespace Selvedge.System.Tests.Network;

public sealed class FlashCrowdTests
{
    [Fact]
    public void No_user_of_the_world_cup_is_taken_for_an_attacker()
    {
        var file = Path.Combine(Folder(), "merged.csv");
        var minutes = RequestTrace.Read(file);

        // The days of the matches, where crowds came and went by the minute.
        var (looked, mitigated) = FlashCrowd.Replay(
            minutes[^(45 * 24 * 60)..], new DetectionThresholds { PacketsPerSecond = 20_000 }, seed: 1);
        Assert.InRange(looked, 5000, int.MaxValue);
        Assert.Equal(0, mitigated);
    }

    private static string Folder()
    {
        try
        {
            return SharedData.Folder("worldcup98");
        }
        catch (DirectoryNotFoundException absent)
        {
            Assert.Skip(absent.Message);
            throw;
        }
    }
}
