using System.CommandLine;
using Selvedge.Configuration;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge delete</c>: one document by name, or those of files.</summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var kind = CommandOptions.Kind(ArgumentArity.ZeroOrOne);
        var name = new Argument<string?>("NAME") { Description = "Which document", Arity = ArgumentArity.ZeroOrOne };
        var files = DocumentFiles.Option();
        var command = CommandOptions.Named(
            "delete", "Delete a document, or every document of files.",
            "selvedge delete site shop", "selvedge delete -f site.yaml");
        command.Add(kind);
        command.Add(name);
        command.Add(files);
        command.Add(CommandOptions.Namespace);
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(kind);
            var texts = parsed.GetValue(files) ?? [];
            if (string.IsNullOrEmpty(named) == (texts.Length == 0))
            {
                throw new UsageException("Name either KIND and NAME, or files: selvedge delete site shop, or -f FILE.");
            }

            var all = texts.Length > 0 ? OfFiles(texts) : [OfWord(named!, parsed.GetValue(name))];
            using var session = Session.Open(parsed);
            return await DeleteAsync(session, all, cancellation);
        });
        return command;
    }

    private static (ResourceWord Word, string Space) OfWord(string kind, string? name)
    {
        var word = ResourceWord.Read(kind, name);
        return word.Name.Length > 0 ? (word, "") : throw new UsageException(
            $"Which {word.Kind.Singular}? Write: selvedge delete {word.Kind.Singular} NAME. "
            + $"See: selvedge get {word.Kind.Plural}");
    }

    // What others refer to goes last.
    private static IEnumerable<(ResourceWord Word, string Space)> OfFiles(string[] files)
    {
        var (documents, problems) = DocumentFiles.Read(files, System.Console.In);
        return problems.IsEmpty
            ? documents.Reverse().Select(document =>
                (new ResourceWord(document.Kind, document.Name), document.Namespace))
            : throw DocumentFiles.Refusal("Nothing is deleted", problems);
    }

    private static async Task<int> DeleteAsync(
        Session session, IEnumerable<(ResourceWord Word, string Space)> all, CancellationToken cancellation)
    {
        List<string> failed = [];
        foreach (var (word, space) in all)
        {
            var path = word.PathIn(space.Length > 0 ? space : session.Namespace);
            var answer = await session.Api.AskAsync(HttpMethod.Delete, path, null, "application/json", cancellation);
            if (answer.Good)
            {
                session.Out.WriteLine($"{word.Shown} deleted");
            }
            else
            {
                failed.Add(answer.Code == 404
                    ? $"There is no {word.Shown}. See: selvedge get {word.Kind.Plural}"
                    : answer.Message);
            }
        }

        return failed.Count switch
        {
            0 => 0,
            1 => throw new UsageException(failed[0]),
            _ => throw DocumentFiles.Refusal("Not all are deleted", failed),
        };
    }
}
