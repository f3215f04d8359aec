namespace Selvedge.Core.Resources;

/// <summary>One thing wrong with an operator's document. A document is refused with all of its problems at
/// once.</summary>
/// <param name="Path">Where, as a field path: <c>spec.hostnames[1]</c>.</param>
/// <param name="Message">What is wrong, in one sentence without the path.</param>
/// <param name="Fix">What to write instead, in one sentence.</param>
/// <param name="Cause">The reason in Kubernetes' vocabulary, for the <c>causes</c> of a Status.</param>
public sealed record Problem(string Path, string Message, string Fix, ProblemCause Cause)
{
    /// <summary>The one-line form that people read.</summary>
    public override string ToString() => $"{Path}: {Message} {Fix}";
}
