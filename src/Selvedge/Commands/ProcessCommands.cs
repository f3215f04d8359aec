using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Selvedge.Configuration;
using Selvedge.Dev;
using Selvedge.ExampleApp;
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
            HelpName = "FOLDER",
            DefaultValueFactory = _ => ".selvedge",
        };
        var network = Network();
        var reset = new Option<bool>("--reset") { Description = "Clear the state first" };
        var bare = new Option<bool>("--bare") { Description = "Without the example application" };
        var restart = CommandOptions.Span("--restart-after", "How long a process that died stays dead", "10s");
        var command = new DocumentedCommand(
            "dev",
            "Run an edge network on this machine",
            "Three locations, DNS, HTTPS, a control plane and a console, each a process of its own on loopback "
            + "addresses; a site, and an application with two pods at each location. Ctrl-C stops all of it.",
            "selvedge dev", "selvedge dev --reset", "selvedge dev --state .second --network 127.1")
        {
            state, network, reset, bare, restart,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(state));
            return DevCommand.RunAsync(
                new DevOptions(
                    new DevState(folder), parsed.GetRequiredValue(network), parsed.GetValue(reset),
                    parsed.GetValue(bare), parsed.GetValue(restart)),
                cancellation);
        });
        return command;
    }

    /// <summary><c>selvedge control</c>.</summary>
    public static Command Control()
    {
        var config = ConfigOption();
        var command = new DocumentedCommand(
            "control", "Run the control plane", "", "selvedge control --config /etc/selvedge/control.json")
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
        var command = new DocumentedCommand(
            "node", "Run a node of a location", "", "selvedge node --config /etc/selvedge/node.json")
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
        var listen = new Option<string>("--listen") { HelpName = "ADDRESS:PORT", Required = true };
        var root = new Option<string>("--root") { HelpName = "FOLDER", Required = true };
        var command = new DocumentedCommand(
            "origin", "Serve a folder as the example site's origin", "",
            "selvedge origin --listen 127.0.0.1:9000 --root .selvedge/site")
        {
            listen, root,
        };
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

    /// <summary><c>selvedge example-app</c>: the application of the example images; not shown in help.</summary>
    public static Command ExampleApp()
    {
        var command = new DocumentedCommand(
            "example-app", "Run the example application, which pods of the development network run", "",
            "selvedge example-app");
        command.Hidden = true;
        command.SetAction((_, cancellation) => UntilStoppedAsync(
            "example-app",
            "",
            "",
            _ => new ExampleAppServer(
                ExampleAppSettings.Read(Environment.GetEnvironmentVariable), TimeProvider.System).RunAsync,
            cancellation));
        return command;
    }

    private static Option<DevAddresses> Network() => new("--network")
    {
        Description = "The loopback prefix that everything listens under; another one runs a second network beside "
            + $"the first (default: {DevAddresses.DefaultPrefix})",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => new DevAddresses(DevAddresses.DefaultPrefix),
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (!DevAddresses.TryParse(word, out var addresses))
            {
                result.AddError($"--network {word} is no loopback prefix. Write 127.0 to 127.254.");
            }

            return addresses;
        },
    };

    private static Option<string> ConfigOption() =>
        new("--config")
        {
            Description = "The configuration file (JSON); see docs/guides/configuration.md",
            HelpName = "FILE",
            Required = true,
        };

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
