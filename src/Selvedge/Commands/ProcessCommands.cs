using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Dev;
using Selvedge.Origin;
using Selvedge.Processes;

namespace Selvedge.Commands;

/// <summary>The commands that stay running: the development network, and each of the processes of a network.</summary>
internal static class ProcessCommands
{
    /// <summary><c>selvedge dev</c>.</summary>
    public static Command Dev()
    {
        var state = new Option<string>("--state")
        {
            Description = "The folder of the network's state",
            DefaultValueFactory = _ => ".selvedge",
        };
        var network = new Option<string>("--network")
        {
            Description = "The loopback prefix that everything listens under; another one runs a second network "
                + "beside the first",
            DefaultValueFactory = _ => DevAddresses.DefaultPrefix,
        };
        var reset = new Option<bool>("--reset") { Description = "Clear the state first" };
        var restart = new Option<string>("--restart-after")
        {
            Description = "How long a process that died stays dead",
            DefaultValueFactory = _ => "10s",
        };
        var command = new Command("dev", "Run an edge network on this machine: three locations, DNS, HTTPS, a control "
            + "plane and a console.\n\nExample: selvedge dev --reset")
        {
            state, network, reset, restart,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (!DevAddresses.TryParse(parsed.GetValue(network)!, out var addresses))
            {
                throw new UsageException(
                    $"--network {parsed.GetValue(network)} is no loopback prefix. Write 127.0 to 127.254.");
            }

            if (!Duration.TryParse(parsed.GetValue(restart), out var restartAfter))
            {
                throw new UsageException(
                    $"--restart-after {parsed.GetValue(restart)} is no duration. Write, for example, 10s.");
            }

            var options = new DevOptions(
                new DevState(Path.GetFullPath(parsed.GetValue(state)!)), addresses, parsed.GetValue(reset),
                restartAfter);
            return DevCommand.RunAsync(options, cancellation);
        });
        return command;
    }

    /// <summary><c>selvedge control</c>.</summary>
    public static Command Control()
    {
        var config = ConfigOption();
        var command = new Command(
            "control", "Run the control plane.\n\nExample: selvedge control --config /etc/selvedge/control.json")
        {
            config,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration =
                ConfigurationFile.Read<ControlConfiguration>(parsed.GetRequiredValue(config), c => c.Problems());
            return UntilStoppedAsync(
                "control", "", "",
                loggers => new ControlProcess(configuration, TimeProvider.System, loggers).RunAsync, cancellation);
        });
        return command;
    }

    /// <summary><c>selvedge node</c>.</summary>
    public static Command Node()
    {
        var config = ConfigOption();
        var command = new Command(
            "node", "Run a node of a location.\n\nExample: selvedge node --config /etc/selvedge/node.json")
        {
            config,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration =
                ConfigurationFile.Read<NodeConfiguration>(parsed.GetRequiredValue(config), c => c.Problems());
            return UntilStoppedAsync(
                "node", configuration.Node, configuration.Location,
                loggers => new NodeProcess(configuration, TimeProvider.System, loggers).RunAsync, cancellation);
        });
        return command;
    }

    /// <summary><c>selvedge origin</c>: the example site's origin; not shown in help.</summary>
    public static Command Origin()
    {
        var listen = new Option<string>("--listen") { Required = true };
        var root = new Option<string>("--root") { Required = true };
        var command = new Command("origin", "Serve a folder as the example site's origin.") { listen, root };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => UntilStoppedAsync(
            "origin",
            "",
            "",
            loggers => async stop =>
            {
                await using var server = new OriginServer(
                    IPEndPoint.Parse(parsed.GetRequiredValue(listen)), parsed.GetRequiredValue(root),
                    TimeProvider.System, loggers);
                await server.StartAsync(stop);
                await Forever(stop);
                await server.StopAsync(CancellationToken.None);
            },
            cancellation));
        return command;
    }

    private static Option<string> ConfigOption() =>
        new("--config") { Description = "The configuration file (JSON)", Required = true };

    private static async Task<int> UntilStoppedAsync(
        string process, string node, string location, Func<ILoggerFactory, Func<CancellationToken, Task>> run,
        CancellationToken cancellation)
    {
        using var loggers = ProcessLog.Create(process, node, location, TimeProvider.System);
        await run(loggers)(cancellation);
        return 0;
    }

    private static async Task Forever(CancellationToken stop)
    {
        var ended = new TaskCompletionSource();
        await using var registration = stop.Register(ended.SetResult);
        await ended.Task;
    }
}
