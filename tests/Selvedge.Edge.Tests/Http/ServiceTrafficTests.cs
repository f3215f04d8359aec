using Microsoft.Extensions.Time.Testing;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Edge.Http;

namespace Selvedge.Edge.Tests.Http;

public sealed class ServiceTrafficTests
{
    private static readonly SiteId Shop = new("default", "shop");

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceTraffic _traffic;

    public ServiceTrafficTests() => _traffic = new ServiceTraffic(_time);

    [Fact]
    public void A_rate_is_the_mean_over_the_last_five_seconds()
    {
        Assert.Empty(_traffic.Read());
        for (var half = 0; half < 40; half++)
        {
            Ask(half < 20 ? 5 : 25);
            _time.Advance(TimeSpan.FromMilliseconds(500));
            _traffic.Read();
        }

        Assert.Equal(new ServiceLoad("default", "shop", 50, 0), Assert.Single(_traffic.Read()));
    }

    [Fact]
    public void Requests_that_wait_are_told_and_a_service_that_is_not_asked_any_more_is_not()
    {
        var counter = _traffic.Of(Shop);
        _traffic.Read();
        counter.Enter();
        counter.Enter();
        counter.Leave();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new ServiceLoad("default", "shop", 2, 1), Assert.Single(_traffic.Read()));

        counter.Leave();
        for (var half = 0; half < 12; half++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            _traffic.Read();
        }

        Assert.Empty(_traffic.Read());
    }

    private void Ask(int requests)
    {
        var counter = _traffic.Of(Shop);
        for (var request = 0; request < requests; request++)
        {
            counter.Enter();
            counter.Leave();
        }
    }
}
