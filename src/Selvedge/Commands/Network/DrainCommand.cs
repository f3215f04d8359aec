using System.CommandLine;
using System.Text.Json.Nodes;
using Selvedge.Configuration;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge drain</c> and <c>selvedge undrain</c>: a place or a node out of service, and back.</summary>
internal static class DrainCommand
{
    /// <summary><c>selvedge drain</c>.</summary>
    public static Command Drain()
    {
        var name = Place();
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for people; of a location",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var wait = new Option<bool>("--wait") { Description = "Wait until no user is sent there any more" };
        var timeout = CommandOptions.Span("--timeout", "How long --wait waits", "60s");
        var command = CommandOptions.Named(
            "drain",
            "Take a location or a node out of service gracefully",
            "Nobody new is sent there, and it goes on serving those who still come.",
            "selvedge drain fra --reason 'switch replacement' --wait",
            "selvedge drain node/fra-1");
        command.Add(name);
        command.Add(reason);
        command.Add(wait);
        command.Add(timeout);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var place = await DrainPlace.FindAsync(session.Api, parsed.GetRequiredValue(name), cancellation);
            var why = parsed.GetValue(reason)!;
            if (why.Length > 0 && place.IsNode)
            {
                throw new UsageException("A node keeps no reason. Leave --reason out, or drain its location.");
            }

            var watch = await DrainWatch.BeginAsync(session, place, cancellation);
            var document = await SetAsync(session, place, drained: true, why, cancellation);
            if (!session.TryWrite(document))
            {
                session.Out.WriteLine($"{place.Shown} {(place.IsDrained ? "was drained already" : "drained")}");
            }

            var done = !parsed.GetValue(wait) || await watch.WaitAsync(parsed.GetValue(timeout), cancellation);
            return done ? 0 : SelvedgeCommand.Failed;
        });
        return command;
    }

    /// <summary><c>selvedge undrain</c>.</summary>
    public static Command Undrain()
    {
        var name = Place();
        var command = CommandOptions.Named(
            "undrain",
            "Put a location or a node back into service",
            "Users are sent there once every gate is open again.",
            "selvedge undrain fra");
        command.Add(name);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            var place = await DrainPlace.FindAsync(session.Api, parsed.GetRequiredValue(name), cancellation);
            var document = await SetAsync(session, place, drained: false, "", cancellation);
            if (!session.TryWrite(document))
            {
                session.Out.WriteLine($"{place.Shown} {(place.IsDrained ? "undrained" : "was not drained")}");
            }

            return 0;
        });
        return command;
    }

    private static Argument<string> Place() =>
        new("NAME") { Description = "A location or a node; where both have the name: location/NAME or node/NAME" };

    private static Task<JsonObject> SetAsync(
        Session session, DrainPlace place, bool drained, string reason, CancellationToken cancellation)
    {
        var spec = new JsonObject { ["drained"] = drained };
        if (!place.IsNode && (reason.Length > 0 || !drained))
        {
            spec["drainReason"] = reason.Length > 0 ? reason : null;
        }

        return session.Api.MergeAsync(
            $"{place.Path}?fieldManager=selvedge", new JsonObject { ["spec"] = spec }, cancellation);
    }
}
