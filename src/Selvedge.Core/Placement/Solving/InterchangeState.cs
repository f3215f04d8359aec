namespace Selvedge.Core.Placement.Solving;

/// <summary>A set of open facilities, each client at its cheapest, with what every single change would bring: kept up
/// to date as Resende and Werneck describe, so that a change costs time for the clients it touches only.</summary>
internal sealed class InterchangeState
{
    private readonly FacilityProblem _problem;
    private readonly double[] _gain;
    private readonly double[] _loss;
    private readonly double[] _extra;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly List<int> _open = [];
    private readonly int[] _slot;

    /// <summary>Starts with these open.</summary>
    public InterchangeState(FacilityProblem problem, IEnumerable<int> open)
    {
        _problem = problem;
        var facilities = problem.Facilities;
        _gain = new double[facilities];
        _loss = new double[facilities];
        _extra = new double[facilities * facilities];
        _first = new int[problem.Clients];
        _second = new int[problem.Clients];
        _slot = new int[facilities];
        Array.Fill(_slot, -1);
        foreach (var facility in open)
        {
            _slot[facility] = _open.Count;
            _open.Add(facility);
            Cost += problem.Opening[facility];
        }

        for (var client = 0; client < problem.Clients; client++)
        {
            FindClosest(client);
            Cost += problem.Serving(client)[_first[client]];
            Account(client, 1);
        }
    }

    /// <summary>Opening and serving.</summary>
    public double Cost { get; private set; }

    /// <summary>The open ones, in no order.</summary>
    public IReadOnlyList<int> Open => _open;

    /// <summary>Whether a facility is open.</summary>
    public bool IsOpen(int facility) => _slot[facility] >= 0;

    /// <summary>What opening a closed one would save; negative where it would cost.</summary>
    public double Opening(int facility) => _gain[facility] - _problem.Opening[facility];

    /// <summary>What closing an open one would save; meaningless for the last one.</summary>
    public double Closing(int facility) => _problem.Opening[facility] - _loss[facility];

    /// <summary>What opening one and closing another would save.</summary>
    public double Swapping(int opened, int closed) => Opening(opened) + Closing(closed) + Extra(opened)[closed];

    /// <summary>What a swap saves beyond its two halves, by the one that closes.</summary>
    public ReadOnlySpan<double> Extra(int opened) =>
        _extra.AsSpan(opened * _problem.Facilities, _problem.Facilities);

    /// <summary>Opens one and closes one; -1: none.</summary>
    public void Change(int opened, int closed)
    {
        Cost -= closed < 0 ? Opening(opened) : opened < 0 ? Closing(closed) : Swapping(opened, closed);
        var touched = new List<int>();
        for (var client = 0; client < _problem.Clients; client++)
        {
            var serving = _problem.Serving(client);
            if (_first[client] == closed || _second[client] == closed
                || (opened >= 0 && (_second[client] < 0 || serving[opened] < serving[_second[client]])))
            {
                Account(client, -1);
                touched.Add(client);
            }
        }

        if (opened >= 0)
        {
            _slot[opened] = _open.Count;
            _open.Add(opened);
        }

        if (closed >= 0)
        {
            var last = _open[^1];
            _open[_slot[closed]] = last;
            _slot[last] = _slot[closed];
            _slot[closed] = -1;
            _open.RemoveAt(_open.Count - 1);
        }

        foreach (var client in touched)
        {
            Move(client, opened, closed);
            Account(client, 1);
        }
    }

    private void Move(int client, int opened, int closed)
    {
        if (_first[client] == closed || _second[client] == closed)
        {
            FindClosest(client);
            return;
        }

        var serving = _problem.Serving(client);
        if (serving[opened] < serving[_first[client]])
        {
            (_first[client], _second[client]) = (opened, _first[client]);
        }
        else
        {
            _second[client] = opened;
        }
    }

    private void FindClosest(int client)
    {
        var serving = _problem.Serving(client);
        var (first, second) = (-1, -1);
        foreach (var facility in _open)
        {
            if (first < 0 || serving[facility] < serving[first])
            {
                (first, second) = (facility, first);
            }
            else if (second < 0 || serving[facility] < serving[second])
            {
                second = facility;
            }
        }

        (_first[client], _second[client]) = (first, second);
    }

    // Adds (or takes away) what the client contributes to the value of every change.
    private void Account(int client, int sign)
    {
        var serving = _problem.Serving(client);
        var (first, second) = (_first[client], _second[client]);
        var near = serving[first];
        var far = second < 0 ? double.MaxValue : serving[second];
        if (second >= 0)
        {
            _loss[first] += sign * (far - near);
        }

        var facilities = serving.Length;
        for (var facility = 0; facility < facilities; facility++)
        {
            var cost = serving[facility];
            if (cost >= far || _slot[facility] >= 0)
            {
                continue;
            }

            if (cost < near)
            {
                _gain[facility] += sign * (near - cost);
            }

            // Where only one is open, a swap takes every client along, those too that it serves dearer.
            _extra[(facility * facilities) + first] += sign * (second < 0
                ? Math.Min(0, near - cost)
                : far - Math.Max(near, cost));
        }
    }
}
