using System.CommandLine;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Dev;

namespace Selvedge.Commands.Drills;

/// <summary><c>selvedge drill</c>: faults on purpose, with a measured outcome.</summary>
internal static class DrillCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new DocumentedCommand(
        "drill", "Cause a fault on purpose, and measure what users notice", "", "selvedge drill kill fra")
    {
        Kill(),
    };

    private static DocumentedCommand Kill()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "A location or a node; where both have the name: location/NAME or node/NAME",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask first" };
        var force = new Option<bool>("--force")
        {
            Description = "Kill even the last serving place of a site: a real outage",
        };
        var timeout = CommandOptions.Span(
            "--timeout", "How long the drill waits until users are sent there again", "90s");
        var command = CommandOptions.Named(
            "kill",
            "Kill a place's node process for real",
            "It is a SIGKILL. The drill then watches the other nodes' DNS, the verdicts and clients that retry once, "
            + "and prints the timeline. Only processes that selvedge dev has started on this machine are killed, and "
            + "it starts them again. Ends with 0 when the place was out of every DNS answer within 3 s, no request "
            + "failed and it came back; else with 1.",
            "selvedge drill kill fra",
            "selvedge drill kill node/fra-1 --yes",
            "selvedge drill kill fra -y -o json");
        command.Add(name);
        command.Add(yes);
        command.Add(force);
        command.Add(timeout);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var asked = !parsed.GetValue(yes) && !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected
                ? System.Console.In
                : null;
            return await KillAsync(
                session, parsed.GetRequiredValue(name), parsed.GetValue(force), parsed.GetValue(timeout), asked,
                cancellation);
        });
        return command;
    }

    private static async Task<int> KillAsync(
        Session session, string word, bool force, TimeSpan limit, TextReader? asked, CancellationToken cancellation)
    {
        var state = Path.GetDirectoryName(Path.GetFullPath(session.KubeconfigPath))!;
        var scene = await DrillScene.ReadAsync(session.Api, state, word, cancellation);
        var processes = scene.Victims.ToDictionary(
            node => node.Name, node => ProcessOf(state, node.Name), StringComparer.Ordinal);
        if ((scene.Blindness() ?? (force ? null : scene.Danger())) is { } complaint)
        {
            throw new UsageException(complaint);
        }

        var told = session.Form == OutputForm.Table ? session.Out : session.Error;
        DrillReport.WriteHead(
            told, scene, processes.ToDictionary(pair => pair.Key, pair => pair.Value.Id, StringComparer.Ordinal));
        if (asked is not null && !Agreed(told, asked, scene))
        {
            told.WriteLine("Nothing is killed.");
            return SelvedgeCommand.Failed;
        }

        DrillReport.WriteHeadings(told);
        DrillWatch? running = null;
        using var watch = running = new DrillWatch(
            session, scene, processes, state, seen => DrillReport.WriteEvent(told, running!.KilledAt, seen));
        var (result, events) = await watch.RunAsync(limit, cancellation);
        DrillReport.WriteEnd(told, session.Paint, result);
        session.TryWrite(DrillReport.ToJson(scene, watch.KilledAt, result, events));
        return result.Met ? 0 : SelvedgeCommand.Failed;
    }

    private static RecordedProcess ProcessOf(string state, string node)
    {
        var file = RecordedProcess.FileOf(state, node);
        if (RecordedProcess.Read(file) is not { } process)
        {
            throw new UsageException(
                $"{node}'s process is not known on this machine: there is no {file}. Only processes that selvedge dev "
                + "has started here are killed: run the drill where it runs, with the "
                + "kubeconfig in its state's folder.");
        }

        return process.IsRunning ? process : throw new UsageException(
            $"{node}'s process {process.Id} does not run now. selvedge dev starts it again after a while; "
            + $"if dev itself has ended, start it: ./selvedge dev --state {state}");
    }

    private static bool Agreed(TextWriter output, TextReader input, DrillScene scene)
    {
        output.Write($"Kill {scene.Shown} for real? [y/N] ");
        output.Flush();
        return input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
