using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Control.Commands;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Steering;
using Selvedge.Processes;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge why</c>: where a client is sent, or was sent, and every reason for it.</summary>
internal static class WhyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("HOSTNAME") { Description = "The name that the client asks for" };
        var from = CommandOptions.From("The client's address");
        var type = new Option<string>("--type")
        {
            Description = "The record type asked for",
            HelpName = "TYPE",
            DefaultValueFactory = _ => "A",
        };
        var at = At();
        var command = CommandOptions.Named(
            "why",
            "Say where a client is sent and why",
            "Each filter's reason for each place, the gates, and whether all nodes agree. With --at: where it was sent "
            + "then, decided once more from the control plane's record of the last 24 hours.",
            "selvedge why atlas.selvedge.test --from 203.0.113.9",
            "selvedge why atlas.selvedge.test --from 203.0.113.9 --at 12:03",
            "selvedge why atlas.selvedge.test --from 198.51.100.7 --type AAAA -o json",
            "selvedge why prefix anycast-1",
            "selvedge why scale deployment/clock -n clock");
        command.Add(name);
        command.Add(from);
        command.Add(type);
        command.Add(at);
        command.Add(CommandOptions.Output);
        command.Add(WhyPrefixCommand.Create());
        command.Add(WhyScaleCommand.Create());
        command.SetAction(async (parsed, cancellation) =>
        {
            var question = new NodeQuestions.WhyQuestion(
                parsed.GetRequiredValue(name), parsed.GetValue(type)!.ToUpperInvariant(), parsed.GetValue(from)!);
            using var session = Session.Open(parsed, CommandOptions.Output);
            return parsed.GetValue(at) is { } moment
                ? await ShowPastAsync(session, question, moment, cancellation)
                : await ShowAsync(session, question, cancellation);
        });
        return command;
    }

    /// <summary>The verdict table in force, as it came and read.</summary>
    public static async Task<(JsonObject Raw, VerdictTable Table)> VerdictsAsync(
        ApiClient api, CancellationToken cancellation)
    {
        var raw = await api.GetAsync("/selvedge/v1/verdicts", cancellation);
        return (raw, Read<VerdictTable>(raw, "verdict table"));
    }

    private static Option<DateTimeOffset?> At() => new("--at")
    {
        Description = $"When: {MomentText.Forms}. Else now",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (!MomentText.TryParse(word, TimeProvider.System.GetUtcNow(), out var moment))
            {
                result.AddError($"--at {word} is not a moment. Write {MomentText.Forms}.");
            }

            return moment;
        },
    };

    private static async Task<int> ShowAsync(
        Session session, NodeQuestions.WhyQuestion question, CancellationToken cancellation)
    {
        var (raw, replies) = await AskAsync(session.Api, question, cancellation);
        var (verdicts, table) = await VerdictsAsync(session.Api, cancellation);
        if (session.Form != OutputForm.Table)
        {
            session.TryWrite(new JsonObject
            {
                ["question"] = Question(question),
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

    private static async Task<int> ShowPastAsync(
        Session session, NodeQuestions.WhyQuestion question, DateTimeOffset at, CancellationToken cancellation)
    {
        // Only nodes have a country database: what they say now of the client is the best that is known.
        var (_, replies) = await AskAsync(session.Api, question, cancellation);
        var client = replies.Select(reply => reply.Answer?.Dns?.Decision?.Client).OfType<SteeringClient>()
            .FirstOrDefault();
        var raw = await session.Api.GetAsync(ReplayPath(question, at, client), cancellation);
        var answer = Read<ReplayAnswer>(raw, "record");
        if (session.TryWrite(raw))
        {
            return answer.Decision is null ? SelvedgeCommand.Failed : 0;
        }

        if (answer.Decision is null)
        {
            throw new UsageException(ReplayReport.Complaint(answer));
        }

        ReplayReport.Write(session.Out, session.Paint, question.Name, answer);
        return 0;
    }

    private static string ReplayPath(NodeQuestions.WhyQuestion question, DateTimeOffset at, SteeringClient? client)
    {
        List<(string Name, string? Value)> parameters =
        [
            ("name", question.Name),
            ("from", question.From),
            ("at", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            ("country", client?.Country),
            ("latitude", client?.Coordinates?.Latitude.ToString(CultureInfo.InvariantCulture)),
            ("longitude", client?.Coordinates?.Longitude.ToString(CultureInfo.InvariantCulture)),
        ];
        return "/selvedge/v1/replays?" + string.Join('&', parameters.Where(one => one.Value is not null)
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
    }

    private static Task<(JsonObject Raw, ImmutableArray<NodeReply<NodeQuestions.WhyAnswer>> Replies)> AskAsync(
        ApiClient api, NodeQuestions.WhyQuestion question, CancellationToken cancellation) =>
        NodeReply.AskAsync<NodeQuestions.WhyAnswer>(api, "/selvedge/v1/whys", Question(question), cancellation);

    private static JsonObject Question(NodeQuestions.WhyQuestion question) =>
        new() { ["name"] = question.Name, ["type"] = question.Type, ["from"] = question.From };

    private static T Read<T>(JsonObject raw, string what) =>
        CoreJson.TryRead<T>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var read, out var reason)
            ? read
            : throw new UsageException(
                $"The {what} is not understood ({reason}). Is the control plane of another version? "
                + "See: selvedge version");
}
