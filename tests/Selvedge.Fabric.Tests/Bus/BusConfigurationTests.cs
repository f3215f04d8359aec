using Selvedge.Fabric.Bus;

namespace Selvedge.Fabric.Tests.Bus;

public sealed class BusConfigurationTests
{
    private const string Control = "UC2KGXTRQ6QWQRBTXGPFWKVDNQYAVH7AAODGCBCMBQZGEXAMPLE";

    [Fact]
    public void Renders_the_golden_configuration()
    {
        var control = "UAAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCLL5";
        var node = "UABAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAF3D2";
        var text = BusConfiguration.Render(new BusServer(
            "hub", "127.0.0.1:4222", "/var/lib/selvedge/nats", "/etc/s/c.pem", "/etc/s/k.pem", "/etc/s/ca.pem",
            control, "/run/nats.pid", [new BusNode("fra1", "fra", node)]));

        var golden = Path.Combine(AppContext.BaseDirectory, "Bus", "golden.conf");
        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Theory]
    [InlineData("fra.1", "fra")]
    [InlineData("fra1", ">")]
    [InlineData("fra1", "*")]
    [InlineData("", "fra")]
    [InlineData("FRA", "fra")]
    public void Refuses_a_name_that_is_no_plain_token(string name, string location)
    {
        var identity = BusIdentity.Create();
        Assert.Throws<ArgumentException>(() => BusConfiguration.Render(Server(identity.PublicKey) with
        {
            Nodes = [new BusNode(name, location, identity.PublicKey)],
        }));
    }

    [Theory]
    [InlineData(Control)]
    [InlineData("")]
    [InlineData("U\" }")]
    public void Refuses_a_key_that_is_no_key(string key) =>
        Assert.Throws<ArgumentException>(() => BusConfiguration.Render(Server(key)));

    [Theory]
    [InlineData("/a\"b")]
    [InlineData("/a\nb")]
    [InlineData("")]
    public void Refuses_a_path_that_would_end_its_quotes(string path) =>
        Assert.Throws<ArgumentException>(
            () => BusConfiguration.Render(Server(BusIdentity.Create().PublicKey) with { KeyFile = path }));

    [Fact]
    public void An_identity_comes_back_from_its_seed_and_hides_it()
    {
        var identity = BusIdentity.Create();
        Assert.Equal(identity, BusIdentity.FromSeed(identity.Seed + "\n"));
        Assert.DoesNotContain(identity.Seed, identity.ToString(), StringComparison.Ordinal);
        Assert.Null(BusIdentity.FromSeed("nonsense"));
        Assert.Null(BusIdentity.FromSeed(""));
        Assert.Null(BusIdentity.FromSeed(identity.PublicKey));

        // The last letter ends in two bits that say nothing: an E differs from an A in one that does.
        Assert.Null(BusIdentity.FromSeed(identity.Seed[..^1] + (identity.Seed[^1] == 'A' ? 'E' : 'A')));
        Assert.True(BusIdentity.IsPublicKey(identity.PublicKey));
        Assert.False(BusIdentity.IsPublicKey(identity.Seed));
    }

    private static BusServer Server(string control) =>
        new("hub", "127.0.0.1:4222", "/s", "/c", "/k", "/ca", control, "/pid", []);
}
