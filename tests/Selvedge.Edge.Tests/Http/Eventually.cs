namespace Selvedge.Edge.Tests.Http;

internal static class Eventually
{
    /// <summary>Waits until the condition holds.</summary>
    public static async Task Async(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }
}
