using System.Globalization;
using Selvedge.Commands.Output;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Steering;

namespace Selvedge.Commands.Network;

/// <summary>A steering decision and the verdicts behind it as text for people.</summary>
internal static class DecisionText
{
    /// <summary>A client with what is known of its place.</summary>
    public static string Client(string address, SteeringClient? client)
    {
        List<string> known = [];
        if (client?.Country is { } country)
        {
            known.Add(country);
        }

        if (client?.Coordinates is { } place)
        {
            known.Add(string.Create(CultureInfo.InvariantCulture, $"{place.Latitude:0.0} {place.Longitude:0.0}"));
        }

        return known.Count > 0 ? $"{address} ({string.Join(", ", known)})" : $"{address} (place unknown)";
    }

    /// <summary>Where the client goes: <c>fra (192.0.2.1), then nyc (198.51.100.1)</c>; empty: nowhere.</summary>
    public static string Places(SteeringDecision decision)
    {
        var places = decision.Places.Select(place => $"{place.Location} ({string.Join(", ", place.Addresses)})");
        var fallback = decision.Fallback is { } name ? $"; every place is down, whenAllDown is {name}" : "";
        return decision.Places.IsEmpty ? "" : $"{string.Join(", then ", places)}{fallback}";
    }

    /// <summary>Each filter's reason for each place.</summary>
    public static void WriteChain(TextWriter output, Paint paint, SteeringDecision decision)
    {
        output.WriteLine();
        output.WriteLine("Filters");
        var table = new Table("Filter", "Place", "Kept", "Reason");
        foreach (var step in decision.Steps)
        {
            var first = true;
            foreach (var place in step.Places)
            {
                table.Add(first ? step.Filter : "", place.Location, place.Kept ? "yes" : "no", place.Reason);
                first = false;
            }

            if (step.Places.IsEmpty)
            {
                table.Add(step.Filter, "-", "", "no place was left to it");
            }
        }

        table.WriteTo(output, paint, 2);
    }

    /// <summary>Each place's gates.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="paint">For states.</param>
    /// <param name="title">What table they are of.</param>
    /// <param name="verdicts">Of the site, by location.</param>
    /// <param name="at">The moment that they are looked at.</param>
    /// <param name="suffix">After the age of a shut gate: <c> ago</c>, <c> before</c>.</param>
    public static void WriteVerdicts(
        TextWriter output, Paint paint, string title, IEnumerable<Verdict> verdicts, DateTimeOffset at, string suffix)
    {
        output.WriteLine();
        output.WriteLine(title);
        var table = new Table("Location", "Serviceable", "Shut gate", "Reason", "Since", "Detail");
        foreach (var verdict in verdicts)
        {
            var state = verdict.Held is { } held ? $"held ({held})" : verdict.Serviceable ? "yes" : "no";
            if (verdict.Shut.IsEmpty)
            {
                table.Add(verdict.Location, state, "none");
            }

            for (var i = 0; i < verdict.Shut.Length; i++)
            {
                var shut = verdict.Shut[i];
                table.Add(
                    i == 0 ? verdict.Location : "", i == 0 ? state : "",
                    shut.Gate.ToString().ToLowerInvariant(), shut.Reason,
                    $"{Spans.Age(at - shut.Since)}{suffix}", shut.Detail);
            }
        }

        table.WriteTo(output, paint, 2);
    }
}
