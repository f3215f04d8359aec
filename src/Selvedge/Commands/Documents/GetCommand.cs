using System.CommandLine;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge get</c>: documents as a table, or as they are.</summary>
internal static class GetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on with every change, until Ctrl-C" };
        var labels = new Option<string>("--selector", "-l")
        {
            Description = "Only those with these labels, for example tier=web",
            HelpName = "LABELS",
        };
        var command = CommandOptions.Named(
            "get", "Show documents of a kind, or one of them", "",
            "selvedge get sites", "selvedge get site atlas -o yaml", "selvedge get nodes -w");
        var named = new ResourceArguments(command);
        command.Add(watch);
        command.Add(labels);
        command.Add(CommandOptions.WideOutput);
        command.Add(CommandOptions.Namespace);
        command.Add(CommandOptions.AllNamespaces);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = Session.Open(parsed, CommandOptions.WideOutput);
            var everywhere = parsed.GetValue(CommandOptions.AllNamespaces);
            var list = new DocumentList(session, named.Of(parsed)!, everywhere, parsed.GetValue(labels) ?? "");
            await list.ShowAsync(parsed.GetValue(watch), cancellation);
            return 0;
        });
        return command;
    }
}
