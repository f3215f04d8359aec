using Selvedge.Control.Documents;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Documents;

public sealed class LoopTroubleTests
{
    private readonly List<string> _told = [];
    private readonly LoopTrouble _trouble;

    public LoopTroubleTests() => _trouble = new LoopTrouble(_told.Add);

    [Fact]
    public async Task A_store_that_refuses_is_told_once_until_a_round_goes_through()
    {
        await _trouble.RoundAsync(Refused);
        await _trouble.RoundAsync(Refused);
        Assert.Equal(["The disk is full."], _told);

        await _trouble.RoundAsync(() => Task.CompletedTask);
        await _trouble.RoundAsync(Refused);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task Trouble_with_one_document_is_told_and_not_the_others()
    {
        List<string> done = [];
        await _trouble.RoundAsync(async () =>
        {
            await LoopTrouble.EachAsync(
                () => throw new InvalidOperationException("odd"), error => done.Add(error.Message));
            await LoopTrouble.EachAsync(
                () =>
                {
                    done.Add("the next");
                    return Task.CompletedTask;
                },
                error => done.Add(error.Message));
        });

        Assert.Equal(["odd", "the next"], done);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_store_that_refuses_ends_the_round_and_a_cancellation_the_loop()
    {
        List<Exception> failures = [];
        await _trouble.RoundAsync(async () =>
        {
            await LoopTrouble.EachAsync(Refused, failures.Add);
            _told.Add("went on");
        });
        Assert.Equal(["The disk is full."], _told);

        await Assert.ThrowsAsync<OperationCanceledException>(() => _trouble.RoundAsync(
            () => LoopTrouble.EachAsync(() => throw new OperationCanceledException(), failures.Add)));
        Assert.Empty(failures);
    }

    private static Task Refused() => throw new StoreException(StoreFault.Full, "The disk is full.");
}
