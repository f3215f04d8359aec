namespace Selvedge.Control.NodeGroups;

/// <summary>Calls of commands that run beside the loop, so that a slow provider holds nobody up: one at a time for each
/// node. Not thread-safe: the loop is its only user.</summary>
internal sealed class GroupCalls(CommandProvider provider)
{
    private readonly Dictionary<(string Group, string Node), Running> _running = [];

    /// <summary>Starts a call, unless one for the node runs already, or too many do.</summary>
    public void Start(string group, ProviderCall call, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!IsBusy(group, call.Node) && _running.Count < Limits.CallsMax)
        {
            _running[(group, call.Node)] = new Running(call.Verb, now, provider.RunAsync(call, cancellation));
        }
    }

    /// <summary>Whether a call for the node was started whose answer was not taken yet.</summary>
    public bool IsBusy(string group, string node) => _running.ContainsKey((group, node));

    /// <summary>The answer of a call that has ended, once, with the moment it was started; null: there is none. One to
    /// another verb is no news any more.</summary>
    public (ProviderAnswer Answer, DateTimeOffset Asked)? Take(string group, string verb, string node)
    {
        if (!_running.TryGetValue((group, node), out var call) || !call.Answer.IsCompleted)
        {
            return null;
        }

        _running.Remove((group, node));
        return call.Verb == verb ? (call.Answer.GetAwaiter().GetResult(), call.Asked) : null;
    }

    /// <summary>Waits until all calls have ended, however they did: their answers are still to be taken.</summary>
    public async Task EndedAsync()
    {
        Task all = Task.WhenAll(_running.Values.Select(call => call.Answer));
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed record Running(string Verb, DateTimeOffset Asked, Task<ProviderAnswer> Answer);
}
