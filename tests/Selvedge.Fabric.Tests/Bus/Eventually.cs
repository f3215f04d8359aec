using System.Diagnostics;

namespace Selvedge.Fabric.Tests.Bus;

/// <summary>Waits for a condition, with a deadline.</summary>
public static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) =>
        AsyncAsync(() => Task.FromResult(condition()), what);

    public static async Task AsyncAsync(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < BusTestServer.Patience, $"Not within {BusTestServer.Patience}: {what}");
            await Task.Delay(5);
        }
    }
}
