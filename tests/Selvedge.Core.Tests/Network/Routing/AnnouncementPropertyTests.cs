using System.Collections.Immutable;
using CsCheck;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Announcement = Selvedge.Core.Network.Routing.Announcement;

namespace Selvedge.Core.Tests.Network.Routing;

/// <summary>Whatever the tables are and whatever fails: the last places of a prefix announce it.</summary>
public sealed class AnnouncementPropertyTests
{
    private static readonly Gate[] Faults = [Gate.Ready, Gate.Healthy, Gate.Certificate, Gate.Unloaded, Gate.Placed];

    [Fact]
    public void At_least_so_many_places_announce_whenever_so_many_have_their_nodes_up() =>
        Gen.ULong.Sample(seed => Run(new Random((int)seed)), iter: 20_000);

    private static void Run(Random random)
    {
        var world = new World(random);
        for (var step = 0; step < 6; step++)
        {
            world.Change();
            var failed = world.NextToFail();

            // One service fails that the table does not know of yet, then the table knows.
            world.Decide(unseen: failed);
            world.AssertKept("while the table does not know");
            world.Close(failed);
            world.Decide(unseen: null);
            world.AssertKept("once the table knows");
        }
    }

    private sealed class World
    {
        private readonly Random _random;
        private readonly AnnouncementDecider _decider = new(new AnnouncementPolicy());
        private readonly RoutedPrefix _prefix;
        private readonly HashSet<string> _up = [];
        private readonly Dictionary<string, ImmutableArray<Announcement>> _last = [];
        private Dictionary<(SiteId Site, string Location), Verdict> _verdicts = [];
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
        private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
        private long _epoch;

        public World(Random random)
        {
            _random = random;
            var places = Enumerable.Range(0, 1 + random.Next(8)).Select(number => $"place{number}").ToImmutableArray();
            var sites = Enumerable.Range(0, 1 + random.Next(3)).Select(number => new SiteId("a", $"s{number}"));
            _prefix = new RoutedPrefix("any", "192.0.2.0/24", 1, [.. sites], [], 1 + random.Next(4), places);
        }

        public void Change()
        {
            _now += TimeSpan.FromSeconds(_random.Next(30));
            _up.Clear();
            _verdicts = [];
            foreach (var place in _prefix.Locations)
            {
                var up = _random.Next(4) > 0;
                var drained = _random.Next(5) == 0;
                if (up)
                {
                    _up.Add(place);
                }

                foreach (var site in _prefix.Sites)
                {
                    var fault = _random.Next(3) == 0 ? Faults[_random.Next(Faults.Length)] : (Gate?)null;
                    ImmutableArray<ShutGate> shut =
                    [
                        .. drained ? [RoutingScene.Gated(Gate.Admitted, "Drained")] : Array.Empty<ShutGate>(),
                        .. up ? [] : new[] { RoutingScene.Gated(Gate.Current, "StatusStale") },
                        .. fault is { } gate ? [RoutingScene.Gated(gate, "Unwell")] : Array.Empty<ShutGate>(),
                    ];
                    _verdicts[(site, place)] = new Verdict(
                        site, place, shut.IsEmpty, shut.IsEmpty ? [place + "-1"] : [], shut);
                }
            }
        }

        // One at a time: that another one is still away for a failed check of its own, nobody can tell.
        public string? NextToFail()
        {
            if (_now - _failedAt < TimeSpan.FromSeconds(11))
            {
                return null;
            }

            _failedAt = _now;
            return _up.Order(StringComparer.Ordinal)
                .FirstOrDefault(place => _prefix.Sites.All(site => _verdicts[(site, place)].Serviceable));
        }

        public void Close(string? place)
        {
            foreach (var site in place is null ? [] : _prefix.Sites)
            {
                _verdicts[(site, place!)] =
                    new Verdict(site, place!, false, [], [RoutingScene.Gated(Gate.Healthy, "Unreachable")]);
            }
        }

        public void Decide(string? unseen)
        {
            _now += TimeSpan.FromMilliseconds(200);
            var table = new VerdictTable(
                ++_epoch, _now, [.. _verdicts.Values.Order(VerdictOrder.Instance)]);
            foreach (var place in _prefix.Locations)
            {
                var check = new LocalCheck(place == unseen, place == unseen ? 0 : 10, "");
                _last[place] = !_up.Contains(place)
                    ? []
                    : _decider.Decide(
                        new AnnouncementScene([_prefix], table, place, place + "-1", check, null, _now),
                        _last.GetValueOrDefault(place, []));
            }
        }

        private bool IsWanted(string place) => _prefix.Sites.All(site => _verdicts[(site, place)].IsWanted());

        public void AssertKept(string when)
        {
            var announcing = _last.Where(pair => pair.Value is [{ State: not AnnouncementState.Withdrawn }])
                .Select(pair => pair.Key).ToList();
            Assert.All(announcing, place => Assert.True(IsWanted(place), $"{place} is not wanted, {when}"));
            var up = _up.Count(IsWanted);
            Assert.True(
                announcing.Count >= Math.Min(_prefix.KeepAtLeast, up),
                $"{announcing.Count} of {up} places announce, {_prefix.KeepAtLeast} are to be kept, {when}");
        }
    }
}
