using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Processes;

namespace Selvedge.System.Tests.Processes;

public sealed class SupervisedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_loop_that_fails_begins_again_and_disturbs_no_other()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var supervised = new Supervised(TimeProvider.System, NullLogger.Instance, stop.Token);
        var again = new TaskCompletionSource();
        var (begun, ended) = (0, false);
        supervised.Run("failing", async cancellation =>
        {
            if (Interlocked.Increment(ref begun) == 1)
            {
                throw new InvalidOperationException("a bug");
            }

            again.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        supervised.Run("other", async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
        });

        await again.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(ended);
        await stop.CancelAsync();
        await supervised.EndAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_vital_loop_that_ends_by_itself_ends_everything(bool throws)
    {
        using var supervised = new Supervised(
            TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        var begun = new TaskCompletionSource();
        var ended = false;
        supervised.Run("other", async cancellation =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
        });
        supervised.RunVital("vital", async _ =>
        {
            await begun.Task;
            if (throws)
            {
                throw new InvalidOperationException("half done");
            }
        });

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => supervised.EndAsync().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.True(ended);
    }

    [Fact]
    public async Task Stopping_ends_a_vital_loop_in_peace()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var supervised = new Supervised(TimeProvider.System, NullLogger.Instance, stop.Token);
        supervised.RunVital("vital", cancellation => Task.Delay(Timeout.Infinite, cancellation));

        await stop.CancelAsync();

        await supervised.EndAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
