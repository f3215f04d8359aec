using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands.Documents;

/// <summary>The arguments that name a kind, or one document of it: <c>KIND NAME</c> or <c>KIND/NAME</c>.</summary>
internal sealed class ResourceArguments
{
    private readonly Argument<string?> _kind;
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "Which document",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">Whose.</param>
    /// <param name="isOptional">Whether the command also works without them.</param>
    /// <param name="needsName">Whether a kind alone is not enough.</param>
    public ResourceArguments(Command command, bool isOptional = false, bool needsName = false)
    {
        _kind = new Argument<string?>("KIND")
        {
            Description = "A kind by any of its names (sites, site, sites.selvedge.dev), or KIND/NAME",
            Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        _kind.CompletionSources.Add(_ => KindRegistry.All.Select(kind => new CompletionItem(kind.Plural)));
        command.Add(_kind);
        command.Add(_name);
        command.Validators.Add(result => Check(result, command.Name, needsName));
    }

    /// <summary>What the command line names; null where it names nothing.</summary>
    public ResourceWord? Of(ParseResult parsed) =>
        parsed.GetValue(_kind) is { } kind && ResourceWord.TryRead(kind, parsed.GetValue(_name), out var word, out _)
            ? word
            : null;

    /// <summary>Whether the command line names anything.</summary>
    public bool IsGiven(CommandResult result) => result.GetValue(_kind) is { Length: > 0 };

    private void Check(CommandResult result, string command, bool needsName)
    {
        if (result.GetValue(_kind) is not { Length: > 0 } kind)
        {
            return;
        }

        if (!ResourceWord.TryRead(kind, result.GetValue(_name), out var word, out var problem))
        {
            result.AddError(problem);
        }
        else if (needsName && word.Name.Length == 0)
        {
            result.AddError(
                $"Which {word.Kind.Singular}? Write: selvedge {command} {word.Kind.Singular} NAME. "
                + $"See: selvedge get {word.Kind.Plural}");
        }
    }
}
