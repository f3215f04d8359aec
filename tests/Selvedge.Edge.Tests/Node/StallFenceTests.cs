using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Node;

public sealed class StallFenceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Without_a_stall_the_cache_may_serve_also_without_a_bus()
    {
        using var follower = Follower();
        var fence = new StallFence(follower, _time, NullLogger<StallFence>.Instance);
        for (var tick = 0; tick < 100; tick++)
        {
            Assert.True(fence.MayServeFromCache);
            _time.Advance(Limits.FenceTick);
            fence.Tick();
        }
    }

    [Fact]
    public void A_stall_is_seen_before_the_first_tick_after_it_and_holds_until_purges_caught_up()
    {
        using var follower = Follower();
        var fence = new StallFence(follower, _time, NullLogger<StallFence>.Instance);
        fence.Tick();
        _time.Advance(Limits.StallAfter + TimeSpan.FromMilliseconds(1));
        Assert.False(fence.MayServeFromCache);
        fence.Tick();
        Assert.False(fence.MayServeFromCache);
        _time.Advance(Limits.FenceTick);
        fence.Tick();
        Assert.False(fence.MayServeFromCache);
    }

    private PurgeFollower Follower() => new(
        new NodeState("fra1", "fra"), _ => 0, () => { }, _time, NullLogger<PurgeFollower>.Instance);
}
