using Selvedge.Bench.Network;

namespace Selvedge.System.Tests.Network;

/// <summary>One lab for the tests of a class: each leaves it as it found it.</summary>
public sealed class BalancerFixture : IAsyncLifetime
{
    private BalancerLab? _lab;

    internal BalancerLab Lab => _lab!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (BalancerLab.Obstacle is null)
        {
            _lab = await BalancerLab.StartAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab?.DisposeAsync() ?? ValueTask.CompletedTask;
}
