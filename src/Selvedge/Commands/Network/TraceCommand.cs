using System.CommandLine;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Processes;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge trace</c>: what every node would do with a request.</summary>
internal static class TraceCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "The URL in full" };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !(Uri.TryCreate(word.Value, UriKind.Absolute, out var parsed)
                && parsed.Scheme is "http" or "https"))
            {
                result.AddError($"{word.Value} is not a URL in full. Write https://host/path.");
            }
        });
        var from = CommandOptions.From("The client's address, for steering");
        var command = CommandOptions.Named(
            "trace",
            "Say what every node would do with a GET of a URL now",
            "Where it would steer the client, what its cache holds, which backend it would ask, and how long its "
            + "certificate lasts. Nothing is fetched.",
            "selvedge trace https://atlas.selvedge.test/ --from 203.0.113.9");
        command.Add(url);
        command.Add(from);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (wanted, client) = (parsed.GetRequiredValue(url), parsed.GetValue(from)!);
            using var session = Session.Open(parsed, CommandOptions.Output);
            var (raw, replies) = await NodeReply.AskAsync<NodeQuestions.TraceAnswer>(
                session.Api, "/selvedge/v1/traces", new JsonObject { ["url"] = wanted, ["from"] = client },
                cancellation);
            if (!session.TryWrite(raw))
            {
                TraceReport.Write(session.Out, session.Paint, wanted, client, replies, session.Now);
            }

            return replies.Any(reply => reply.Answer is not null) ? 0 : throw new UsageException(
                "No node answered. Is the bus up? See: selvedge status");
        });
        return command;
    }
}
