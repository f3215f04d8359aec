using Selvedge.Bench.Network;

namespace Selvedge.System.Tests.Network;

/// <summary>One lab for the tests of a class: each leaves it as it found it.</summary>
public sealed class AnycastFixture : IAsyncLifetime
{
    private AnycastLab? _lab;

    internal AnycastLab Lab => _lab!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (AnycastLab.Obstacle is null)
        {
            _lab = await AnycastLab.StartAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab?.DisposeAsync() ?? ValueTask.CompletedTask;
}
