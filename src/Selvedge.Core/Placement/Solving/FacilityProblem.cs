namespace Selvedge.Core.Placement.Solving;

/// <summary>Which of some facilities to open so that serving every client costs least: the capacitated facility
/// location problem, of which the p-median problem is the case without opening costs and capacities.</summary>
/// <remarks>A client's demand may be split between facilities. Numbers only: what a facility or a client is, the caller
/// knows.</remarks>
public sealed class FacilityProblem
{
    private readonly double[] _serving;

    /// <summary>Takes the arrays over; nobody writes to them afterwards.</summary>
    /// <param name="serving">Cost of serving a client's whole demand from a facility: facilities of client 0, then of
    /// client 1, ...; finite and not negative.</param>
    /// <param name="opening">Cost of opening each facility.</param>
    /// <param name="demand">Of each client, not negative.</param>
    /// <param name="capacity">Of each facility, in the unit of the demand; infinity where there is no limit.</param>
    /// <param name="fewest">At least so many are open; 1 or more.</param>
    /// <param name="most">At most so many are open.</param>
    /// <param name="required">Facilities that must be open.</param>
    /// <param name="groups">Of each, at least one facility must be open; at most <see cref="Cover.GroupsMax"/>.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit, or bounds that no number of facilities
    /// meets.</exception>
    public FacilityProblem(
        double[] serving,
        double[] opening,
        double[] demand,
        double[] capacity,
        int fewest,
        int most,
        IReadOnlySet<int>? required = null,
        IReadOnlyList<IReadOnlySet<int>>? groups = null)
    {
        if (serving.Length != opening.Length * demand.Length || capacity.Length != opening.Length)
        {
            throw new ArgumentException("The arrays are of different problems.", nameof(serving));
        }

        Required = required ?? new HashSet<int>();
        Groups = groups ?? [];
        if (fewest < 1 || most < Math.Max(fewest, Required.Count) || opening.Length < fewest)
        {
            throw new ArgumentException("No number of facilities is within the bounds.", nameof(fewest));
        }

        _serving = serving;
        Opening = opening;
        Demand = demand;
        Capacity = capacity;
        Fewest = fewest;
        Most = Math.Min(most, opening.Length);
        TotalDemand = demand.Sum();
        IsCapacitated = capacity.Any(double.IsFinite);
    }

    /// <summary>Number of facilities.</summary>
    public int Facilities => Opening.Length;

    /// <summary>Number of clients.</summary>
    public int Clients => Demand.Length;

    /// <summary>Cost of opening each facility.</summary>
    public double[] Opening { get; }

    /// <summary>Each client's demand.</summary>
    public double[] Demand { get; }

    /// <summary>Each facility's capacity.</summary>
    public double[] Capacity { get; }

    /// <summary>At least so many are open.</summary>
    public int Fewest { get; }

    /// <summary>At most so many are open.</summary>
    public int Most { get; }

    /// <summary>Those that must be open.</summary>
    public IReadOnlySet<int> Required { get; }

    /// <summary>Of each, at least one must be open.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Groups { get; }

    /// <summary>The sum of all demand.</summary>
    public double TotalDemand { get; }

    /// <summary>Whether any capacity is limited.</summary>
    public bool IsCapacitated { get; }

    /// <summary>What serving a client costs, by facility.</summary>
    public ReadOnlySpan<double> Serving(int client) => _serving.AsSpan(client * Facilities, Facilities);

    /// <summary>Whether what must be open still is when one opens and one closes (-1: none).</summary>
    internal bool Allows(Func<int, bool> isOpen, int opened, int closed)
    {
        if (Required.Contains(closed))
        {
            return false;
        }

        foreach (var group in Groups)
        {
            if (group.Contains(closed) && !group.Contains(opened)
                && !group.Any(facility => facility != closed && isOpen(facility)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same clients and bounds, where each facility asks a price for each unit of demand and gives it back
    /// for its whole capacity: Lagrange's relaxation of the capacities.</summary>
    public FacilityProblem Priced(ReadOnlySpan<double> prices)
    {
        var serving = new double[_serving.Length];
        for (var client = 0; client < Clients; client++)
        {
            var from = Serving(client);
            var to = serving.AsSpan(client * Facilities, Facilities);
            for (var facility = 0; facility < from.Length; facility++)
            {
                to[facility] = from[facility] + (prices[facility] * Demand[client]);
            }
        }

        var opening = (double[])Opening.Clone();
        for (var facility = 0; facility < opening.Length; facility++)
        {
            // A price on no limit is none.
            opening[facility] -= prices[facility] > 0 ? prices[facility] * Capacity[facility] : 0;
        }

        return new FacilityProblem(serving, opening, Demand, Capacity, Fewest, Most, Required, Groups);
    }
}
