using System.Text.Json;
using Selvedge.Harness.Labs;

namespace Selvedge.Bench.Network;

/// <summary>A process with flows that stay open.</summary>
internal sealed class FlowUser(LabProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>Asks on every flow.</summary>
    public async Task<FlowCount> AskAsync()
    {
        var before = process.Lines.Count;
        await process.Input.WriteLineAsync("ask");
        await process.Input.FlushAsync();
        await Waiting.UntilAsync(
            () => Task.FromResult(process.Lines.Count > before), AnswerLimit, "the user's flows have been asked");
        return JsonSerializer.Deserialize<FlowCount>(process.Lines.Last())!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
