namespace Selvedge.Core.Placement.Solving;

/// <summary>The cheapest way to serve every client from some open facilities within their capacities: a transportation
/// problem, solved exactly by shortest paths between facilities along which clients are handed on.</summary>
internal sealed class TransportPlan
{
    private const double Dust = 1e-9;

    private readonly FacilityProblem _problem;
    private readonly int[] _open;
    private readonly double[] _flow;
    private readonly double[] _load;
    private readonly double[] _hand;
    private readonly int[] _handed;
    private readonly double[] _distance;
    private readonly int[] _next;
    private readonly bool[] _settled;

    private TransportPlan(FacilityProblem problem, int[] open)
    {
        (_problem, _open) = (problem, open);
        var count = open.Length;
        _flow = new double[count * problem.Clients];
        _load = new double[count];
        _hand = new double[count * count];
        _handed = new int[count * count];
        _distance = new double[count];
        _next = new int[count];
        _settled = new bool[count];
    }

    /// <summary>Opening and serving.</summary>
    public double Cost { get; private set; }

    /// <summary>The open facilities.</summary>
    public IReadOnlyList<int> Open => _open;

    /// <summary>Solves it.</summary>
    /// <returns>Null where the open capacities do not suffice.</returns>
    public static TransportPlan? Solve(FacilityProblem problem, int[] open)
    {
        if (open.Sum(facility => problem.Capacity[facility]) < problem.TotalDemand - Dust)
        {
            return null;
        }

        var plan = new TransportPlan(problem, open);
        plan.ServeCheapest();
        plan.Unload();
        plan.Sum();
        return plan;
    }

    /// <summary>The part of a client's demand that an open facility (by its place in <see cref="Open"/>) serves, 0 to
    /// all of it.</summary>
    public double Flow(int place, int client) => _flow[(place * _problem.Clients) + client];

    /// <summary>What one more unit of capacity would save, by facility; 0 for closed ones and those with
    /// room.</summary>
    public double[] Prices()
    {
        var count = _open.Length;
        var saved = new double[count];
        for (var (round, changed) = (0, true); changed && round < count; round++)
        {
            changed = false;
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                {
                    // A unit that is handed on leaves room for one that comes from elsewhere.
                    var more = saved[from] - _hand[(from * count) + to];
                    if (more > saved[to] + Dust)
                    {
                        (saved[to], changed) = (more, true);
                    }
                }
            }
        }

        var prices = new double[_problem.Facilities];
        for (var place = 0; place < count; place++)
        {
            prices[_open[place]] = saved[place];
        }

        return prices;
    }

    private double Room(int place) => _problem.Capacity[_open[place]] - _load[place];

    private double Unit(int place, int client) =>
        _problem.Serving(client)[_open[place]] / Math.Max(_problem.Demand[client], Dust);

    private void ServeCheapest()
    {
        for (var client = 0; client < _problem.Clients; client++)
        {
            var serving = _problem.Serving(client);
            var cheapest = 0;
            for (var place = 1; place < _open.Length; place++)
            {
                if (serving[_open[place]] < serving[_open[cheapest]])
                {
                    cheapest = place;
                }
            }

            _flow[(cheapest * _problem.Clients) + client] = _problem.Demand[client];
            _load[cheapest] += _problem.Demand[client];
        }

        for (var place = 0; place < _open.Length; place++)
        {
            FindHands(place);
        }
    }

    // For each other facility the client that is cheapest to hand on to it.
    private void FindHands(int from)
    {
        var count = _open.Length;
        Array.Fill(_hand, double.PositiveInfinity, from * count, count);
        for (var client = 0; client < _problem.Clients; client++)
        {
            if (_flow[(from * _problem.Clients) + client] > Dust)
            {
                Offer(from, client);
            }
        }
    }

    private void Offer(int from, int client)
    {
        var count = _open.Length;
        var serving = _problem.Serving(client);
        var (here, demand) = (serving[_open[from]], Math.Max(_problem.Demand[client], Dust));
        for (var to = 0; to < count; to++)
        {
            var more = (serving[_open[to]] - here) / demand;
            if (to != from && more < _hand[(from * count) + to])
            {
                _hand[(from * count) + to] = more;
                _handed[(from * count) + to] = client;
            }
        }
    }

    private void Unload()
    {
        while (true)
        {
            var over = -1;
            for (var place = 0; place < _open.Length; place++)
            {
                over = Room(place) < -Dust && (over < 0 || Room(place) < Room(over)) ? place : over;
            }

            if (over < 0)
            {
                return;
            }

            Reach();
            if (!double.IsFinite(_distance[over]))
            {
                return;
            }

            Push(over);
        }
    }

    // The cheapest way from each facility to one with room: Bellman and Ford's, since handing on may also save.
    private void Reach()
    {
        var count = _open.Length;
        for (var place = 0; place < count; place++)
        {
            var hasRoom = Room(place) > Dust;
            (_distance[place], _next[place]) = (hasRoom ? 0 : double.PositiveInfinity, -1);
        }

        for (var (round, changed) = (0, true); changed && round < count; round++)
        {
            changed = false;
            for (var to = 0; to < count; to++)
            {
                if (!double.IsFinite(_distance[to]))
                {
                    continue;
                }

                for (var from = 0; from < count; from++)
                {
                    var way = _hand[(from * count) + to] + _distance[to];
                    if (way < _distance[from] - Dust)
                    {
                        (_distance[from], _next[from], changed) = (way, to, true);
                    }
                }
            }
        }
    }

    private void Push(int over)
    {
        var count = _open.Length;
        var amount = -Room(over);
        var end = over;
        Array.Clear(_settled);
        while (_next[end] >= 0 && !_settled[end])
        {
            _settled[end] = true;
            var client = _handed[(end * count) + _next[end]];
            amount = Math.Min(amount, _flow[(end * _problem.Clients) + client]);
            end = _next[end];
        }

        amount = Math.Min(amount, Room(end));
        for (var place = over; place != end; place = _next[place])
        {
            Hand(place, _next[place], amount);
        }
    }

    private void Hand(int from, int to, double amount)
    {
        var client = _handed[(from * _open.Length) + to];
        ref var flow = ref _flow[(from * _problem.Clients) + client];
        flow -= amount;
        _load[from] -= amount;
        _flow[(to * _problem.Clients) + client] += amount;
        _load[to] += amount;
        if (flow <= Dust)
        {
            flow = 0;
            FindHands(from);
        }

        Offer(to, client);
    }

    private void Sum()
    {
        Cost = _open.Sum(facility => _problem.Opening[facility]);
        for (var place = 0; place < _open.Length; place++)
        {
            for (var client = 0; client < _problem.Clients; client++)
            {
                var flow = Flow(place, client);
                Cost += flow > 0 ? flow * Unit(place, client) : 0;
            }
        }
    }
}
