using System.CommandLine;
using Selvedge.Configuration;

namespace Selvedge.Commands.Documents;

/// <summary><c>selvedge delete</c>: one document by name, or those of files.</summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = DocumentFiles.Option();
        var command = CommandOptions.Named(
            "delete", "Delete a document, or every document of files", "",
            "selvedge delete site shop", "selvedge delete -f site.yaml");
        var named = new ResourceArguments(command, isOptional: true, needsName: true);
        command.Add(files);
        command.Add(CommandOptions.Namespace);
        command.Validators.Add(result =>
        {
            if (named.IsGiven(result) == result.GetValue(files) is { Length: > 0 })
            {
                result.AddError("Name either KIND and NAME, or files with -f.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var all = named.Of(parsed) is { } word ? [(word, "")] : OfFiles(parsed.GetRequiredValue(files));
            using var session = Session.Open(parsed);
            return await DeleteAsync(session, all, cancellation);
        });
        return command;
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
        foreach (var (word, named) in all)
        {
            var space = named.Length > 0 ? named : session.Namespace;
            var answer = await session.Api.AskAsync(
                HttpMethod.Delete, word.PathIn(space), null, "application/json", cancellation);
            if (answer.Good)
            {
                session.Out.WriteLine($"{word.Shown} deleted");
            }
            else
            {
                failed.Add(answer.Code == 404
                    ? $"There is no {word.ShownIn(space)}. See: selvedge get {word.Kind.Plural}"
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
