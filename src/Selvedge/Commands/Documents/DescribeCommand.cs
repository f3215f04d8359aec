using System.CommandLine;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge describe</c>: all of one document, for people.</summary>
internal static class DescribeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = CommandOptions.Named(
            "describe", "Show all of one document",
            "What is wanted, how it is, why it is so, and what happened lately.",
            "selvedge describe site atlas", "selvedge describe node/fra-1");
        var named = new ResourceArguments(command, needsName: true);
        command.Add(CommandOptions.Output);
        command.Add(CommandOptions.Namespace);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.Output);
            await ShowAsync(session, named.Of(parsed)!, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task ShowAsync(Session session, ResourceWord word, CancellationToken cancellation)
    {
        var document = await session.Api.FindAsync(word.PathIn(session.Namespace), cancellation)
            ?? throw new UsageException(
                $"There is no {word.ShownIn(session.Namespace)}. See: selvedge get {word.Kind.Plural}");
        var events = await session.Api.ListAsync(EventsPath(session, word), cancellation);
        if (session.Form != OutputForm.Table)
        {
            session.TryWrite(new JsonObject
            {
                ["document"] = document,
                ["events"] = new JsonArray([.. events.Select(item => item.DeepClone())]),
            });
            return;
        }

        new Description(session.Out, session.Paint, session.Now).Write(word.Kind, document, events);
    }

    // Events of what has no namespace lie in the default one, as Kubernetes keeps them.
    private static string EventsPath(Session session, ResourceWord word)
    {
        var space = word.Kind.Namespaced ? session.Namespace : "default";
        var selector = $"involvedObject.kind={word.Kind.Kind},involvedObject.name={word.Name}";
        return $"/api/v1/namespaces/{space}/events?fieldSelector={Uri.EscapeDataString(selector)}";
    }
}
