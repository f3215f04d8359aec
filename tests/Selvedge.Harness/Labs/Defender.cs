using System.Text;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;

namespace Selvedge.Harness.Labs;

/// <summary>The defence, running.</summary>
public sealed class Defender(LabProcess process)
{
    /// <summary>The process.</summary>
    public LabProcess Process => process;

    /// <summary>Its newest report; null: none yet.</summary>
    public DefenceReport? Report => process.Lines.LastOrDefault(line => line.StartsWith('{')) is { } line
        ? CoreJson.Read<DefenceReport>(Encoding.UTF8.GetBytes(line))
        : null;

    /// <summary>Packets dropped for a cause.</summary>
    public long Dropped(string cause) => Report?.Drops.GetValueOrDefault(cause) ?? 0;

    /// <summary>Lets it read its section again.</summary>
    public async Task ReadAgainAsync()
    {
        await process.Input.WriteLineAsync();
        await process.Input.FlushAsync();
    }

    /// <summary>Waits for a report.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> WaitAsync(Func<DefenceReport, bool> so, string what, double seconds = 20)
    {
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        while (Report is not { } report || !so(report))
        {
            if (process.HasExited || time.GetElapsedTime(begun).TotalSeconds > seconds)
            {
                throw new TimeoutException(
                    $"Not seen: {what}. It said:\n{string.Join('\n', process.Lines.TakeLast(5))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, CancellationToken.None);
        }

        return time.GetElapsedTime(begun);
    }
}
