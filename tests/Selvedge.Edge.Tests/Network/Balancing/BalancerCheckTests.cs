using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Balancing;

namespace Selvedge.Edge.Tests.Network.Balancing;

public sealed class BalancerCheckTests
{
    [Fact]
    public void A_good_section_is_used() => Assert.Empty(Problems(BalancerScene.Service));

    [Theory]
    [InlineData("a b")]
    [InlineData("a;flush ruleset")]
    [InlineData("")]
    public void No_name_breaks_out_of_a_script(string name)
    {
        var service = BalancerScene.Service;
        if (name.Length > 0)
        {
            Assert.NotEmpty(Problems(service with { Name = name }));
        }

        Assert.NotEmpty(Problems(service with { Address = name }));
        Assert.NotEmpty(Problems(service with { Backends = [new VirtualBackend(name, "10.3.0.11", 1)] }));
        Assert.NotEmpty(Problems(service with { Backends = [new VirtualBackend("b1", name, 1)] }));
        Assert.NotEmpty(Problems(service with { Ports = [new VirtualPort(name, 80)] }));
    }

    [Fact]
    public void What_is_out_of_bounds_is_refused()
    {
        var service = BalancerScene.Service;
        Assert.NotEmpty(Problems(service with { Ports = [] }));
        Assert.NotEmpty(Problems(service with { Ports = [new VirtualPort("tcp", 65_536)] }));
        Assert.NotEmpty(Problems(service with { Backends = [] }));
        Assert.NotEmpty(Problems(service with { Backends = [service.Backends[0], service.Backends[0]] }));
        Assert.NotEmpty(Problems(service with { Backends = [service.Backends[0] with { Weight = 257 }] }));
        Assert.NotEmpty(Problems(service with { Balancers = ["b1"] }));
        Assert.NotEmpty(Problems(service with { Address = "2001:db8::1" }));
        Assert.NotEmpty(Problems(service with { Sticky = TimeSpan.FromDays(2) }));
        Assert.NotEmpty(BalancerCheck.Problems(new BalancerSection([service, service])));
    }

    private static IEnumerable<string> Problems(VirtualEntry service) =>
        BalancerCheck.Problems(new BalancerSection([service]));
}
