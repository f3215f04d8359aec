namespace Selvedge.Bench.Figures;

/// <summary>How a value stands to its target.</summary>
internal enum Verdict
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>At or under it.</summary>
    Met,

    /// <summary>Over it.</summary>
    Missed,
}
