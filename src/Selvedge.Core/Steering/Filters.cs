using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Geography;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;

namespace Selvedge.Core.Steering;

/// <summary>The filters by name. Each is pure, keeps a subset of what it is given, and says why.</summary>
internal static class Filters
{
    /// <summary>Every filter that a chain may name.</summary>
    internal static readonly FrozenDictionary<string, Filter> ByName = new Dictionary<string, Filter>(
        StringComparer.Ordinal)
    {
        ["up"] = Up,
        ["allowed"] = Allowed,
        ["geotarget_country"] = GeotargetCountry,
        ["geotarget_latlong"] = GeotargetLatLong,
        ["shuffle"] = Shuffle,
        ["select_first_n"] = SelectFirstN,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One filter.</summary>
    internal delegate FilterStep Filter(
        ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input);

    /// <summary>Whether compliance forbids the place.</summary>
    internal static bool IsForbidden(Verdict? verdict) =>
        verdict is not null && verdict.Shut.Any(shut => shut.Gate == Gate.Allowed);

    /// <summary>The gates that are shut, for people.</summary>
    internal static string Describe(Verdict? verdict) => verdict switch
    {
        null => "the verdict table does not know this place yet",
        { Serviceable: true, Held: { } held } => $"serviceable, held by a guard ({held})",
        { Serviceable: true } => "serviceable",
        { Shut.Length: 0 } => "not serviceable",
        _ => "shut: " + string.Join(", ", verdict.Shut.Select(shut => $"{Lower(shut.Gate)} ({shut.Reason})")),
    };

    private static string Lower(Gate gate) => gate.ToString().ToLowerInvariant();

    private static FilterStep Up(ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input) =>
        Split(
            places,
            place => place.Verdict is { Serviceable: true },
            place => Describe(place.Verdict));

    private static FilterStep Allowed(ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input) =>
        Split(
            places,
            place => !IsForbidden(place.Verdict),
            place => IsForbidden(place.Verdict) ? Describe(place.Verdict) : "compliance lets the site be served here");

    private static FilterStep GeotargetCountry(
        ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input)
    {
        if (Countries.Find(input.Client.Country) is not { } client)
        {
            return Unchanged(places, "the client's country is unknown: order kept");
        }

        return Order(places, Rank, place => Rank(place) switch
        {
            0 => $"in the client's country {client.Code}",
            1 => $"in the client's region {client.Region}",
            2 => $"on the client's continent {client.Continent}",
            _ => $"on another continent than the client's {client.Continent}",
        });

        double Rank(Candidate place) => Countries.Find(place.Location.Country) switch
        {
            { } there when there.Code == client.Code => 0,
            { } there when there.Region == client.Region => 1,
            { } there when there.Continent == client.Continent => 2,
            _ => 3,
        };
    }

    private static FilterStep GeotargetLatLong(
        ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input)
    {
        if (input.Client.Coordinates is not { } client)
        {
            return Unchanged(places, "the client's place is unknown: order kept");
        }

        return Order(
            places,
            place => GreatCircle.Kilometres(client, place.Location.Coordinates),
            place => string.Create(
                CultureInfo.InvariantCulture,
                $"{GreatCircle.Kilometres(client, place.Location.Coordinates):F0} km from the client"));
    }

    private static FilterStep Shuffle(ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input)
    {
        if (places.Length == 0)
        {
            return Unchanged(places, "");
        }

        // Each random order is used once in every rotation, so that no place is first more often than another.
        var (round, rotation) = Math.DivRem(input.Turn & long.MaxValue, places.Length);
        var order = places.ToArray();
        new Random(unchecked((int)(round ^ (round >> 32)))).Shuffle(order);
        ImmutableArray<Candidate> rotated = [.. order[(int)rotation..], .. order[..(int)rotation]];
        return Unchanged(rotated, string.Create(CultureInfo.InvariantCulture, $"shuffled, turn {input.Turn}"));
    }

    private static FilterStep SelectFirstN(
        ImmutableArray<Candidate> places, SteeringFilter settings, SteeringInput input)
    {
        var count = Math.Min(settings.N, places.Length);
        return new FilterStep(
            places[..count],
            [
                .. places.Select((place, index) => new PlaceReason(
                    place.Location.Name,
                    index < count,
                    string.Create(CultureInfo.InvariantCulture, $"number {index + 1}, the first {settings.N} stay"))),
            ]);
    }

    private static FilterStep Split(
        ImmutableArray<Candidate> places, Predicate<Candidate> keeps, Func<Candidate, string> reason)
    {
        ImmutableArray<Candidate> kept = [.. places.Where(place => keeps(place))];
        return new FilterStep(
            kept,
            [
                .. kept.Select(place => new PlaceReason(place.Location.Name, true, reason(place))),
                .. places.Where(place => !keeps(place))
                    .Select(place => new PlaceReason(place.Location.Name, false, reason(place))),
            ]);
    }

    private static FilterStep Order(
        ImmutableArray<Candidate> places, Func<Candidate, double> rank, Func<Candidate, string> reason)
    {
        ImmutableArray<Candidate> ordered = [.. places.OrderBy(rank)];
        return new FilterStep(
            ordered, [.. ordered.Select(place => new PlaceReason(place.Location.Name, true, reason(place)))]);
    }

    private static FilterStep Unchanged(ImmutableArray<Candidate> places, string reason) =>
        new(places, [.. places.Select(place => new PlaceReason(place.Location.Name, true, reason))]);
}
