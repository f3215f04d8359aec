namespace Selvedge.Core.Network.Balancing;

/// <summary>Backends walk through the slots, each along its own permutation (Maglev, Eisenbud et al., NSDI 2016), and
/// in time: a slot belongs to whoever comes to it first.</summary>
/// <remarks>Step <c>j</c> of a backend happens at the quantile <c>j / slots</c> of an exponential distribution, divided
/// by its weight. So whoever is first at a slot does not depend on anybody who is later there: without one backend,
/// its slots go to the second ones, and no others move (unlike in Maglev's turns). The price is an uneven spread, which
/// a bound on each backend's slots mends; only what the bounds turn away can move.</remarks>
internal sealed class SlotRace
{
    /// <summary>How much more or less than its share a backend may have. Narrower bounds turn more slots away.
    /// </summary>
    public const double Tolerance = 0.01;

    // Rounds only save a queue of all backends by time: within one, an earlier visitor takes a slot from a later one.
    // They are the same for everybody, whoever takes part: short while most slots are given away, longer when few are
    // left.
    private const double ShortestRound = 1.0 / (16 * SlotTable.Slots);
    private const double RoundGrowth = 1.0 / 512;
    private const int None = -1;

    private static readonly double[] StepTimes =
        [.. Enumerable.Range(0, SlotTable.Slots).Select(step => -Math.Log(1 - ((step + 0.5) / SlotTable.Slots)))];

    private readonly IReadOnlyList<BackendTerms> _backends;
    private readonly int[] _starts;
    private readonly int[] _skips;
    private readonly int[] _owners = new int[SlotTable.Slots];
    private readonly double[] _wonAt = new double[SlotTable.Slots];
    private readonly int[] _counts;
    private int _free = SlotTable.Slots;

    /// <summary>All slots are free.</summary>
    /// <param name="backends">Whose; sorted by name.</param>
    public SlotRace(IReadOnlyList<BackendTerms> backends)
    {
        _backends = backends;
        _counts = new int[backends.Count];
        _starts = [.. backends.Select(backend => (int)(NameHash.Of(backend.Name, 1) % SlotTable.Slots))];
        _skips = [.. backends.Select(backend => (int)(NameHash.Of(backend.Name, 2) % (SlotTable.Slots - 1)) + 1)];
        Array.Fill(_owners, None);
    }

    /// <summary>The index of each slot's backend; -1: nobody's.</summary>
    public int[] Owners => _owners;

    /// <summary>Gives every free slot to one of these; all other slots stay where they are.</summary>
    /// <param name="takesPart">Which.</param>
    /// <param name="tolerance">How much more than its share, as a part of it, one may get.</param>
    public void Run(Func<BackendTerms, bool> takesPart, double tolerance)
    {
        var runners = Enumerable.Range(0, _backends.Count).Where(index => takesPart(_backends[index])).ToArray();
        var weights = runners.Sum(index => (double)_backends[index].Weight);
        if (weights == 0)
        {
            return;
        }

        var shares = new double[_backends.Count];
        foreach (var index in runners)
        {
            shares[index] = SlotTable.Slots * _backends[index].Weight / weights;
        }

        Walk(runners, [.. shares.Select(share => (int)Math.Ceiling(share * (1 + tolerance)))]);
        foreach (var index in runners)
        {
            Raise(index, shares);
        }
    }

    /// <summary>Takes the slots away from those that are not one of these.</summary>
    public void Release(Func<BackendTerms, bool> takesPart)
    {
        for (var slot = 0; slot < _owners.Length; slot++)
        {
            var owner = _owners[slot];
            if (owner != None && !takesPart(_backends[owner]))
            {
                _owners[slot] = None;
                _counts[owner]--;
                _free++;
            }
        }
    }

    private void Walk(int[] runners, int[] bounds)
    {
        var steps = new int[runners.Length];
        var positions = runners.Select(index => _starts[index]).ToArray();

        // All that is won in this walk is won at its own times; what is kept from before, before all time.
        for (var slot = 0; slot < _owners.Length; slot++)
        {
            _wonAt[slot] = _owners[slot] == None ? double.PositiveInfinity : double.NegativeInfinity;
        }

        for (var until = ShortestRound; _free > 0; until += Math.Max(ShortestRound, until * RoundGrowth))
        {
            for (var runner = 0; runner < runners.Length && _free > 0; runner++)
            {
                var index = runners[runner];
                var weight = (double)_backends[index].Weight;
                while (_counts[index] < bounds[index] && steps[runner] < SlotTable.Slots)
                {
                    var time = StepTimes[steps[runner]] / weight;
                    if (time > until)
                    {
                        break;
                    }

                    Visit(index, positions[runner], time);
                    steps[runner]++;
                    positions[runner] = Next(positions[runner], _skips[index]);
                }
            }
        }
    }

    private void Visit(int index, int slot, double time)
    {
        if (_wonAt[slot] <= time)
        {
            return;
        }

        if (_owners[slot] == None)
        {
            _free--;
        }
        else
        {
            _counts[_owners[slot]]--;
        }

        _owners[slot] = index;
        _wonAt[slot] = time;
        _counts[index]++;
    }

    // Whoever has too few takes from those that have more than their share, along its own permutation; not what was
    // theirs before this run.
    private void Raise(int index, double[] shares)
    {
        var least = (int)Math.Floor(shares[index] * (1 - Tolerance));
        var slot = _starts[index];
        for (var step = 0; step < SlotTable.Slots && _counts[index] < least; step++)
        {
            var owner = _owners[slot];
            if (owner != index && owner != None && !double.IsNegativeInfinity(_wonAt[slot])
                && _counts[owner] > shares[owner])
            {
                _owners[slot] = index;
                _counts[owner]--;
                _counts[index]++;
            }

            slot = Next(slot, _skips[index]);
        }
    }

    private static int Next(int position, int skip)
    {
        var next = position + skip;
        return next >= SlotTable.Slots ? next - SlotTable.Slots : next;
    }
}
