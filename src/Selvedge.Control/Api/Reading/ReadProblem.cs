using Selvedge.Core.Resources;

namespace Selvedge.Control.Api.Reading;

/// <summary>A problem and where its document begins.</summary>
/// <param name="Line">The line, from 1; 0: unknown.</param>
/// <param name="Document">What people call the document, for example <c>Site default/shop</c>.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record ReadProblem(int Line, string Document, Problem Problem)
{
    /// <summary>Whether the text could not even be read as documents.</summary>
    public bool IsUnreadable => Problem.Path == DocumentReader.WholeDocument;

    /// <summary>The one-line form that people read.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"line {Line}: {Document}: {Problem}");
}
