namespace Selvedge.Core.Serviceability;

/// <summary>Which of several shut gates a person has to hear of first: the one that explains the others. A place that
/// the law closes is not probed either, and a node that is silent can present no certificate.</summary>
public sealed class GateOrder : IComparer<Gate>
{
    private static readonly Gate[] Causes =
    [
        Gate.Placed, Gate.Allowed, Gate.Admitted, Gate.Current, Gate.Ready, Gate.Certificate, Gate.Unloaded,
        Gate.Healthy,
    ];

    private GateOrder()
    {
    }

    /// <summary>The only one there needs to be.</summary>
    public static GateOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Gate x, Gate y) => Array.IndexOf(Causes, x).CompareTo(Array.IndexOf(Causes, y));
}
