namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>How nodes are bought and given back.</summary>
public sealed record NodeGroupPolicy
{
    /// <summary>By what a group is picked. The default is Price.</summary>
    public Expander Expander { get; init; }

    /// <summary>The most that all nodes together may cost an hour; never exceeded by buying.</summary>
    public required decimal BudgetPerHour { get; init; }

    /// <summary>A node with a larger share in use is needed; 0 to 1. The default is 0.5.</summary>
    public double UnneededBelow { get; init; } = 0.5;

    /// <summary>A node goes once it was unneeded for so long. The default is 10 min.</summary>
    public TimeSpan UnneededFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nodes that may go within <see cref="DisruptionWindow"/>. The default is 1.</summary>
    public int DisruptionsMax { get; init; } = 1;

    /// <summary>The window of the disruption budget. The default is 10 min.</summary>
    public TimeSpan DisruptionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures in a row after which nothing is bought from a group. The default is 3.</summary>
    public int FailuresMax { get; init; } = 3;

    /// <summary>How long nothing is bought then; one try follows, and one more failure shuts again. The default is
    /// 15 min.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromMinutes(15);
}
