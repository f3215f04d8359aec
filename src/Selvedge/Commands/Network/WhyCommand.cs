using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Processes;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge why</c>: where a client is sent, and every reason for it.</summary>
internal static class WhyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("HOSTNAME") { Description = "The name that the client asks for" };
        var from = new Option<string>("--from")
        {
            Description = "The client's address",
            HelpName = "IP",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var type = new Option<string>("--type")
        {
            Description = "The record type asked for",
            DefaultValueFactory = _ => "A",
        };
        var command = CommandOptions.Named(
            "why",
            "Say where a client is sent and why: each filter's reason for each place, the gates, and whether all nodes "
            + "agree.",
            "selvedge why atlas.selvedge.test --from 203.0.113.9",
            "selvedge why atlas.selvedge.test --from 198.51.100.7 --type AAAA -o json");
        command.Add(name);
        command.Add(from);
        command.Add(type);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var question = new NodeQuestions.WhyQuestion(
                parsed.GetRequiredValue(name), parsed.GetValue(type)!.ToUpperInvariant(), parsed.GetValue(from)!);
            if (!IPAddress.TryParse(question.From, out _))
            {
                throw new UsageException(
                    $"--from {question.From} is not an IP address. Write, for example, --from 203.0.113.9.");
            }

            using var session = Session.Open(parsed, CommandOptions.Output);
            return await ShowAsync(session, question, cancellation);
        });
        return command;
    }

    private static async Task<int> ShowAsync(
        Session session, NodeQuestions.WhyQuestion question, CancellationToken cancellation)
    {
        var payload = new JsonObject { ["name"] = question.Name, ["type"] = question.Type, ["from"] = question.From };
        var (raw, replies) = await NodeReply.AskAsync<NodeQuestions.WhyAnswer>(
            session.Api, "/selvedge/v1/whys", payload, cancellation);
        var (verdicts, table) = await VerdictsAsync(session.Api, cancellation);
        if (session.Form != OutputForm.Table)
        {
            session.TryWrite(new JsonObject
            {
                ["question"] = payload.DeepClone(),
                ["nodes"] = raw["items"]?.DeepClone(),
                ["verdicts"] = verdicts,
            });
        }

        var report = new WhyReport(question, replies, table, session.Now);
        if (report.Complaint is { } complaint)
        {
            throw new UsageException(complaint);
        }

        if (session.Form == OutputForm.Table)
        {
            report.WriteTo(session.Out, session.Paint);
        }

        return 0;
    }

    /// <summary>The verdict table in force, as it came and read.</summary>
    public static async Task<(JsonObject Raw, VerdictTable Table)> VerdictsAsync(
        ApiClient api, CancellationToken cancellation)
    {
        var raw = await api.GetAsync("/selvedge/v1/verdicts", cancellation);
        return CoreJson.TryRead<VerdictTable>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var table, out var reason)
            ? (raw, table)
            : throw new UsageException(
                $"The verdict table is not understood ({reason}). Is the control plane of another version? "
                + "See: selvedge version");
    }
}
