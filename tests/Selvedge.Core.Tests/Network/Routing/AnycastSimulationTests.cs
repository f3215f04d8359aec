namespace Selvedge.Core.Tests.Network.Routing;

public sealed class AnycastSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_third_of_fifty_places_lost_at_once_leaves_every_prefix_announced_somewhere_serviceable(int seed)
    {
        var simulation = new AnycastSimulation(50, seed);
        simulation.Run();

        Assert.Equal(16, simulation.Lost);
        Assert.Equal(0, simulation.Dark);
        Assert.True(simulation.FewestLeft >= 2, $"{simulation.FewestLeft} places were left");
        Assert.True(simulation.Decisions > 10_000);
    }
}
