namespace Selvedge.Bench.Figures;

/// <summary>One measured value.</summary>
/// <param name="Name">Words joined by underscores.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">For example <c>s</c>; or what is counted.</param>
/// <param name="AtMost">The target: the largest value that meets it. Null: told for information.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? AtMost = null)
{
    /// <summary>How the value stands to its target. What is no number met nothing.</summary>
    public Verdict Verdict => AtMost is not { } most ? Verdict.None : Value <= most ? Verdict.Met : Verdict.Missed;
}
