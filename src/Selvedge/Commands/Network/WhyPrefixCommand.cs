using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge why prefix</c>: where a prefix is announced, and why there and not elsewhere.</summary>
internal static class WhyPrefixCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The Prefix, by name or as it is written: 192.0.2.0/24",
        };
        var command = CommandOptions.Named(
            "prefix",
            "Say where a prefix is announced, and why there and not elsewhere",
            "For each location: whether it may be announced there (ROA, letter of authority, neighbour), what "
                + "the verdict "
            + "makes of it, and how many neighbours are told.",
            "selvedge why prefix anycast-1",
            "selvedge why prefix 192.0.2.0/24 -o json");
        command.Add(name);
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            return await ShowAsync(session, parsed.GetRequiredValue(name), cancellation);
        });
        return command;
    }

    private static async Task<int> ShowAsync(Session session, string word, CancellationToken cancellation)
    {
        var prefixes = await ListAsync<Prefix>(session, "Prefix", cancellation);
        var prefix = prefixes.FirstOrDefault(known => known.Metadata.Name == word || known.Spec.Network == word)
            ?? throw new UsageException($"There is no Prefix {word}. See: selvedge get prefixes");
        var announcements = (await ListAsync<Announcement>(session, "Announcement", cancellation))
            .Where(announcement => announcement.Spec.Prefix == prefix.Metadata.Name)
            .OrderBy(announcement => announcement.Spec.Location, StringComparer.Ordinal).ToImmutableArray();
        if (!session.TryWrite(new JsonObject
        {
            ["prefix"] = JsonNode.Parse(CoreJson.Write(prefix)),
            ["announcements"] = new JsonArray([
                .. announcements.Select(announcement => JsonNode.Parse(CoreJson.Write(announcement))),
            ]),
        }))
        {
            Write(session.Out, session.Paint, prefix, announcements, session.Now);
        }

        return 0;
    }

    /// <summary>Writes it for people.</summary>
    internal static void Write(
        TextWriter output, Paint paint, Prefix prefix, ImmutableArray<Announcement> announcements, DateTimeOffset now)
    {
        var (spec, status) = (prefix.Spec, prefix.Status);
        output.WriteLine(FormattableString.Invariant(
            $"Prefix     {prefix.Metadata.Name}: {spec.Network}, {spec.Role}, from AS{spec.Origin}"));
        var sites = spec.Sites.IsEmpty ? "none: announced where nodes run" : string.Join(", ", spec.SiteIds);
        output.WriteLine($"Sites      {sites}");
        output.WriteLine(FormattableString.Invariant(
            $"Announced  at {status.AnnouncedAt.Length} of {status.AllowedAt.Length} locations that may; ")
            + FormattableString.Invariant($"{spec.KeepAtLeast} always stay"));
        output.WriteLine(status.Live
            ? "DNS        names its addresses"
            : "DNS        does not name its addresses: nobody is told of it");
        output.WriteLine();
        if (announcements.IsEmpty)
        {
            output.WriteLine("No location has a neighbour for it. Write a BgpPeer.");
            return;
        }

        var table = new Table("Place", "Desired", "For", "Told", "Reason", "Why");
        foreach (var announcement in announcements)
        {
            var seen = announcement.Status;
            table.Add(
                announcement.Spec.Location,
                seen.Desired,
                seen.Since is { } since ? Spans.Age(now - since) : "-",
                FormattableString.Invariant($"{seen.Observed}"),
                seen.Reason,
                seen.Detail.Length > 0 ? seen.Detail : announcement.Spec.Detail);
        }

        table.WriteTo(output, paint);
    }

    private static async Task<ImmutableArray<T>> ListAsync<T>(
        Session session, string kind, CancellationToken cancellation)
    {
        var path = ApiClient.PathOf(KindRegistry.FindByAnyName(kind)!, "", "");
        var documents = await session.Api.ListAsync(path, cancellation);
        return
        [
            .. documents.Select(raw =>
                CoreJson.TryRead<T>(Encoding.UTF8.GetBytes(raw.ToJsonString()), out var read, out var reason)
                    ? read
                    : throw new UsageException($"A {kind} is not understood ({reason}). See: selvedge version")),
        ];
    }
}
