using System.Text;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Defence;

namespace Selvedge.Lab;

/// <summary>The node's defence by itself. Prints its report, as one line of JSON, twice a second.</summary>
internal static class DefendCommand
{
    public static async Task<int> RunAsync(string state, string section, string link)
    {
        using var logs = LoggerFactory.Create(builder =>
            builder.AddSimpleConsole(options => options.SingleLine = true));
        using var stop = new CancellationTokenSource();
        using var agent = new DefenceAgent(
            new DefenceAgentOptions { StateDirectory = state, Interfaces = [link] }, TimeProvider.System,
            logs.CreateLogger<DefenceAgent>());
        Swap(agent, section);
        var running = agent.RunAsync(stop.Token);
        var telling = TellAsync(agent, stop.Token);
        while (await Console.In.ReadLineAsync(stop.Token) is not null)
        {
            Swap(agent, section);
        }

        await stop.CancelAsync();
        await Task.WhenAll(running, telling);
        return 0;
    }

    private static void Swap(DefenceAgent agent, string section) => agent.Swap(Snapshot.Empty("lab") with
    {
        Defence = File.Exists(section) ? CoreJson.Read<DefenceSection>(File.ReadAllBytes(section)) : null,
    });

    private static async Task TellAsync(DefenceAgent agent, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (agent.Report is { } report)
            {
                await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(CoreJson.Write<DefenceReport>(report)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
