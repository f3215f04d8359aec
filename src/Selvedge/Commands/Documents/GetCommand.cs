using System.CommandLine;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge get</c>: documents as a table, or as they are.</summary>
internal static class GetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var kind = CommandOptions.Kind();
        var name = new Argument<string?>("NAME") { Description = "One document", Arity = ArgumentArity.ZeroOrOne };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on with every change, until Ctrl-C" };
        var labels = new Option<string>("--selector", "-l")
        {
            Description = "Only those with these labels, for example tier=web",
            HelpName = "LABELS",
        };
        var command = CommandOptions.Named(
            "get", "Show documents.", "selvedge get sites", "selvedge get site atlas -o yaml", "selvedge get nodes -w");
        command.Add(kind);
        command.Add(name);
        command.Add(watch);
        command.Add(labels);
        command.Add(CommandOptions.WideOutput);
        command.Add(CommandOptions.Namespace);
        command.Add(CommandOptions.AllNamespaces);
        command.SetAction(async (parsed, cancellation) =>
        {
            var word = ResourceWord.Read(parsed.GetRequiredValue(kind), parsed.GetValue(name));
            using var session = Session.Open(parsed, CommandOptions.WideOutput);
            var everywhere = parsed.GetValue(CommandOptions.AllNamespaces);
            var selector = parsed.GetValue(labels);
            var list = new DocumentList(session, word, everywhere, selector ?? "");
            await list.ShowAsync(parsed.GetValue(watch), cancellation);
            return 0;
        });
        return command;
    }
}
