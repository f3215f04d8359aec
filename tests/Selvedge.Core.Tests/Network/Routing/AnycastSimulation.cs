using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Network.Routing;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Tests.Serviceability;
using Announcement = Selvedge.Core.Network.Routing.Announcement;

namespace Selvedge.Core.Tests.Network.Routing;

/// <summary>Many places with one node each, judged by the real judge and guards, of which a third is lost in one
/// moment.</summary>
/// <param name="places">How many.</param>
/// <param name="seed">Of who is lost, and which prefixes are where.</param>
internal sealed class AnycastSimulation(int places, int seed)
{
    private const int Prefixes = 24;
    private const int PlacesOfPrefix = 12;

    // Nodes decide five times a second, verdicts are weighed twice a second.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(1);

    private readonly VerdictPolicy _policy = new();
    private readonly AnnouncementDecider _decider = new(new AnnouncementPolicy());
    private readonly Dictionary<string, ImmutableArray<Announcement>> _last = [];
    private readonly List<VerdictTable> _recent = [];
    private VerdictTable _table = VerdictTable.Empty;

    /// <summary>How many places were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>The fewest serviceable places that announced a prefix at any moment after the loss.</summary>
    public int FewestLeft { get; private set; } = int.MaxValue;

    /// <summary>Moments, summed over prefixes, without any serviceable place.</summary>
    public int Dark { get; private set; }

    /// <summary>Decisions made.</summary>
    public int Decisions { get; private set; }

    /// <summary>Runs well for some seconds, loses a third, and runs on for half a minute.</summary>
    public void Run()
    {
        var random = new Random(seed);
        string[] names =
            [.. Enumerable.Range(1, places).Select(number => number.ToString("'pop'00", CultureInfo.InvariantCulture))];
        var scene = new Scene(names);
        scene.Sites.Add(new SiteId("default", "wiki"));
        var prefixes = Enumerable.Range(0, Prefixes).Select(number => Prefix(number, names, random)).ToImmutableArray();
        var lost = names.OrderBy(_ => random.Next()).Take(places / 3).ToHashSet(StringComparer.Ordinal);
        // A prefix all of whose places are lost is nobody's to save.
        prefixes = [.. prefixes.Where(prefix => prefix.Locations.Any(place => !lost.Contains(place)))];
        Lost = lost.Count;
        var began = scene.Now;
        var lostAt = began + TimeSpan.FromSeconds(5);
        for (; scene.Now < lostAt + TimeSpan.FromSeconds(30); scene.Now += Tick)
        {
            Weigh(scene, lostAt, lost, names);
            var alive = names.Where(name => scene.Now < lostAt || !lost.Contains(name)).ToList();
            alive.ForEach(name => Decide(scene, prefixes, name));
            if (scene.Now >= lostAt)
            {
                Count(prefixes, alive);
            }
        }
    }

    private static RoutedPrefix Prefix(int number, string[] names, Random random) => new(
        $"prefix{number}",
        FormattableString.Invariant($"198.18.{number}.0/24"),
        64512,
        number % 2 == 0 ? [Scene.Shop] : [Scene.Shop, new SiteId("default", "wiki")],
        [],
        2,
        [.. names.OrderBy(_ => random.Next()).Take(PlacesOfPrefix).Order(StringComparer.Ordinal)]);

    private void Weigh(Scene scene, DateTimeOffset lostAt, HashSet<string> lost, string[] names)
    {
        // Others cannot reach the lost ones; that these are silent is known a little later.
        if (scene.Now >= lostAt && scene.Unreached.Count == 0)
        {
            scene.Unreached.UnionWith(names.SelectMany(from => lost.Select(to => (from, to))));
        }

        if (scene.Now >= lostAt + Told)
        {
            scene.Silent.UnionWith(lost);
        }

        var evidence = scene.Evidence();
        var next = new VerdictGuards(_policy).Apply(
            new VerdictJudge(_policy).Weigh(evidence, _table), evidence, _table, _recent);
        if (next != _table)
        {
            _recent.Add(_table);
            _table = next;
        }
    }

    private void Decide(Scene scene, ImmutableArray<RoutedPrefix> prefixes, string name)
    {
        var here = prefixes.Where(prefix => prefix.Locations.Contains(name)).ToImmutableArray();
        _last[name] = _decider.Decide(
            new AnnouncementScene(
                here, _table, name, name + "-1", new LocalCheck(false, 100, ""), null, scene.Now),
            _last.GetValueOrDefault(name, []));
        Decisions += here.Length;
    }

    private void Count(ImmutableArray<RoutedPrefix> prefixes, List<string> alive)
    {
        foreach (var prefix in prefixes)
        {
            var left = alive.Count(name => _last[name].Any(announcement =>
                announcement.Prefix == prefix.Name && announcement.State != AnnouncementState.Withdrawn));
            FewestLeft = Math.Min(FewestLeft, left);
            Dark += left == 0 ? 1 : 0;
        }
    }
}
