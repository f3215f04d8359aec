using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using Selvedge.Core.Resources;

namespace Selvedge.Commands.Output;

/// <summary>The help of every command: what it does, how it is written, what may be said, and examples; as wide as a
/// small terminal.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int Width = 80;
    private const int Indent = 2;

    /// <summary>Words that are longer push their explanation to the next line.</summary>
    private const int WordsMax = 28;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        return 0;
    }

    /// <summary>Writes a command's help.</summary>
    public static void Write(TextWriter output, Command command)
    {
        Wrap(output, $"{command.Description!.TrimEnd('.')}.", 0);
        if (command is DocumentedCommand { More.Length: > 0 } documented)
        {
            output.WriteLine();
            Wrap(output, documented.More, 0);
        }

        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        Section(output, "Commands", command.Subcommands.Where(one => !one.Hidden)
            .Select(one => (one.Name, $"{one.Description!.TrimEnd('.')}")));
        Section(output, "Arguments", command.Arguments.Select(one => (one.Name, one.Description ?? "")));
        Section(output, "Options", command.Options.Where(one => !one.Hidden && one is not HelpOption)
            .OrderBy(one => one == CommandOptions.Kubeconfig)
            .Select(one => (Words(one), About(one)))
            .Append(("-h, --help", "Show this")));
        Examples(output, command);
        if (command is RootCommand)
        {
            output.WriteLine();
            output.WriteLine("Begin with: selvedge dev. Every command has a --help with examples.");
        }
    }

    /// <summary>A command's name in full: <c>selvedge drill kill</c>.</summary>
    public static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{NameOf(parent)} {command.Name}"
            : "selvedge";

    /// <summary>Whether a command does nothing itself: what it is told has to be one of its own commands.</summary>
    public static bool IsGroup(Command command) => command.Subcommands.Count > 0 && command.Arguments.Count == 0;

    /// <summary>How a command is written: <c>selvedge why HOSTNAME [options]</c>.</summary>
    public static string Usage(Command command)
    {
        List<string> words = [NameOf(command)];
        if (IsGroup(command))
        {
            words.Add("COMMAND");
        }

        words.AddRange(command.Arguments.Select(one =>
            one.Arity.MinimumNumberOfValues > 0 ? one.Name : $"[{one.Name}]"));
        words.AddRange(command.Options.Where(one => one.Required).Select(one => $"{Shortest(one)} {Value(one)}"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static void Examples(TextWriter output, Command command)
    {
        if (command is not DocumentedCommand { Examples: { Length: > 0 } examples })
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"{"",Indent}{example}");
        }
    }

    private static void Section(TextWriter output, string title, IEnumerable<(string Words, string About)> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        var column = Indent + Math.Min(WordsMax, all.Max(line => line.Words.Length)) + Indent;
        foreach (var (words, about) in all)
        {
            var first = $"{"",Indent}{words}";
            if (first.Length + Indent > column)
            {
                output.WriteLine(first);
                first = "";
            }

            Wrap(output, about, column, first);
        }
    }

    private static string Words(Option option)
    {
        var names = option.Aliases.Append(option.Name)
            .Where(name => name[0] == '-')
            .OrderBy(name => name.Length)
            .ToImmutableArray();
        return $"{string.Join(", ", names)}{(Value(option) is { Length: > 0 } value ? $" {value}" : "")}";
    }

    private static string Shortest(Option option) =>
        option.Aliases.Append(option.Name).OrderBy(name => name.Length).First();

    private static string Value(Option option) =>
        option.HelpName ?? (option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? ""
            : string.Join('|', option.GetCompletions(CompletionContext.Empty).Select(one => one.Label)));

    private static string About(Option option)
    {
        var about = option.Description ?? "";
        var orElse = !option.HasDefaultValue ? "" : option.GetDefaultValue() switch
        {
            TimeSpan span => Duration.Format(span),
            string text => text,
            _ => "",
        };
        return orElse.Length > 0 ? $"{about} (default: {orElse})" : about;
    }

    // The first line may begin with something already.
    private static void Wrap(TextWriter output, string text, int column, string first = "")
    {
        var line = new StringBuilder(first.PadRight(column));
        var empty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line.ToString());
                line.Clear().Append(' ', column);
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
