using System.CommandLine;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge events</c>: what happened, the newest last.</summary>
internal static class EventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on with what happens, until Ctrl-C" };
        var command = CommandOptions.Named(
            "events", "Show what happened, the newest last",
            "In every namespace, or with -n in one. The newest 500 are kept.",
            "selvedge events -w", "selvedge events -n default");
        command.Add(watch);
        command.Add(CommandOptions.WideOutput);
        command.Add(CommandOptions.Namespace);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.WideOutput);
            var everywhere = parsed.GetValue(CommandOptions.Namespace) is not { Length: > 0 };
            var word = new ResourceWord(KindRegistry.FindByAnyName("events")!, "");
            var list = new DocumentList(session, word, everywhere, "") { IsNews = true };
            await list.ShowAsync(parsed.GetValue(watch), cancellation);
            return 0;
        });
        return command;
    }
}
