using Selvedge.Fabric.Store;

namespace Selvedge.Control.Documents;

/// <summary>What a loop does about trouble: a store that refuses ends the round and is told once, until a round goes
/// through again; any other error is that of one document, and not the others'.</summary>
/// <param name="refused">Told the store's reason.</param>
internal sealed class LoopTrouble(Action<string> refused)
{
    private bool _storeRefuses;

    /// <summary>Does everything that is to be done now.</summary>
    public async Task RoundAsync(Func<Task> round)
    {
        try
        {
            await round();
            _storeRefuses = false;
        }
        catch (StoreException error)
        {
            if (!_storeRefuses)
            {
                _storeRefuses = true;
                refused(error.Message);
            }
        }
    }

    /// <summary>Does one document's part of a round.</summary>
    /// <param name="work">The part.</param>
    /// <param name="failed">Told by what it failed.</param>
    public static async Task EachAsync(Func<Task> work, Action<Exception> failed)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreException))
        {
            failed(error);
        }
    }
}
