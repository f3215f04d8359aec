using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>One live network for the tests that leave it as they found it.</summary>
public sealed class CircleFixture : IAsyncLifetime
{
    public LiveNetwork Network { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var program in new[] { "nats-server", "pebble" })
        {
            Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        }

        Network = await LiveNetwork.StartAsync(LiveNetwork.FreePrefix());
    }

    public async ValueTask DisposeAsync()
    {
        if (Network is not null)
        {
            await Network.DisposeAsync();
        }
    }
}
