using System.CommandLine;
using System.Net;
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
        var from = new Option<string>("--from")
        {
            Description = "The client's address, for steering",
            HelpName = "IP",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var command = CommandOptions.Named(
            "trace",
            "Say what every node would do with a GET of a URL now: where it would steer the client, what its cache "
            + "holds, which backend it would ask, and how long its certificate lasts. Nothing is fetched.",
            "selvedge trace https://atlas.selvedge.test/ --from 203.0.113.9");
        command.Add(url);
        command.Add(from);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (wanted, client) = (parsed.GetRequiredValue(url), parsed.GetValue(from)!);
            if (!Uri.TryCreate(wanted, UriKind.Absolute, out var parsedUrl)
                || parsedUrl.Scheme is not ("http" or "https"))
            {
                throw new UsageException($"{wanted} is not a URL in full. Write https://host/path.");
            }

            if (!IPAddress.TryParse(client, out _))
            {
                throw new UsageException(
                    $"--from {client} is not an IP address. Write, for example, --from 203.0.113.9.");
            }

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
