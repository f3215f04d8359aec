using System.Collections.Immutable;
using System.CommandLine;
using Selvedge.Configuration;
using Selvedge.Control.Api.Reading;

namespace Selvedge.Commands.Documents;

/// <summary>The documents that a person names by files, all of them read before anything is done.</summary>
internal static class DocumentFiles
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    // What others refer to comes first, so that one file may hold a whole network in any order.
    private static readonly string[] Order = ["Namespace", "Provider", "Location"];

    /// <summary><c>-f</c>.</summary>
    public static Option<string[]> Option() => new("--filename", "-f")
    {
        Description = "A file of documents in YAML or JSON; - is standard input; may be given several times",
        HelpName = "FILE",
    };

    /// <summary>Reads every file.</summary>
    /// <returns>The documents, those that others refer to first; and every problem, as
    /// <c>site.yaml:3: Site shop: spec.hostnames[0]: ...</c>.</returns>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static (ImmutableArray<ReadDocument> Documents, ImmutableArray<string> Problems) Read(
        IEnumerable<string> files, TextReader standardInput)
    {
        var documents = ImmutableArray.CreateBuilder<ReadDocument>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files)
        {
            var read = DocumentReader.Read(Text(file, standardInput));
            documents.AddRange(read.Documents);
            var shown = file == StandardInput ? "stdin" : file;
            problems.AddRange(read.Problems.Select(problem => Shown(shown, problem)));
        }

        if (documents.Count == 0 && problems.Count == 0)
        {
            problems.Add("The files hold no document. Write at least one, with apiVersion, kind and metadata.name.");
        }

        return ([.. documents.OrderBy(Rank)], problems.ToImmutable());
    }

    /// <summary>One error that names every problem.</summary>
    public static UsageException Refusal(string what, IReadOnlyCollection<string> problems) => new(
        $"{what}: {(problems.Count == 1 ? "1 problem" : $"{problems.Count} problems")}.\n  " +
        string.Join("\n  ", problems));

    // What cannot be read at all has no document, and no path in it.
    private static string Shown(string file, ReadProblem problem) => problem.IsUnreadable
        ? FormattableString.Invariant($"{file}:{problem.Line}: {problem.Problem.Message} {problem.Problem.Fix}")
        : FormattableString.Invariant($"{file}:{problem.Line}: {problem.Document}: {problem.Problem}");

    private static int Rank(ReadDocument document) =>
        Array.IndexOf(Order, document.Kind.Kind) is >= 0 and var rank ? rank : Order.Length;

    private static string Text(string file, TextReader standardInput)
    {
        try
        {
            return file == StandardInput ? standardInput.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {file}. Name one that exists, or - for standard input.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{file} cannot be read: {error.Message}");
        }
    }
}
