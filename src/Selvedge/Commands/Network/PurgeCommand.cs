using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Configuration;
using Selvedge.Control.Commands;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge purge</c>: takes objects out of every node's cache, and says who did it.</summary>
internal static class PurgeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Argument<string?>("URL")
        {
            Description = "One object, by its URL in full",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tag = new Option<string>("--tag") { Description = "Every object with this tag", HelpName = "TAG" };
        var site = new Option<string>("--site")
        {
            Description = "With --tag: of this site only. Alone: everything of it. NAME or NAMESPACE/NAME",
            HelpName = "SITE",
        };
        var command = CommandOptions.Named(
            "purge",
            "Take objects out of the cache of every node",
            "A purge is recorded first: a node that cannot be reached catches up before it serves again. So the "
            + "command ends with 0 once the purge is recorded, even if a node is missing, and with 1 only where "
            + "nothing was purged.",
            "selvedge purge https://atlas.selvedge.test/map.svg",
            "selvedge purge --tag city --site atlas",
            "selvedge purge --site atlas");
        command.Add(url);
        command.Add(tag);
        command.Add(site);
        command.Add(CommandOptions.Output);
        command.Add(CommandOptions.Namespace);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(url) is null) == (result.GetValue(tag) is null && result.GetValue(site) is null))
            {
                result.AddError("Name either a URL, or --tag TAG, or --site SITE.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (place, label, owner) = (parsed.GetValue(url), parsed.GetValue(tag), parsed.GetValue(site));
            using var session = Session.Open(parsed, CommandOptions.Output);
            var request = place is not null ? new JsonObject { ["url"] = place } : Wanted(session, label, owner);
            return await PurgeAsync(session, request, cancellation);
        });
        return command;
    }

    private static JsonObject Wanted(Session session, string? tag, string? site)
    {
        var request = new JsonObject();
        if (tag is not null)
        {
            request["tag"] = tag;
        }

        if (site is not null)
        {
            request["site"] = site.Contains('/', StringComparison.Ordinal) ? site : $"{session.Namespace}/{site}";
        }

        return request;
    }

    private static async Task<int> PurgeAsync(Session session, JsonObject request, CancellationToken cancellation)
    {
        var raw = await session.Api.PostAsync("/selvedge/v1/purges", request, cancellation);
        if (session.TryWrite(raw))
        {
            return 0;
        }

        if (!CoreJson.TryRead<Receipts>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var receipts, out var reason))
        {
            throw new UsageException(
                $"The purge is recorded, but its receipt is not understood ({reason}). See: selvedge version");
        }

        PurgeReport.Write(session.Out, session.Paint, receipts.Items);
        return 0;
    }

    private sealed record Receipts(ImmutableArray<PurgeReceipt> Items);
}
