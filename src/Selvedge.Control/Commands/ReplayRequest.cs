using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Selvedge.Core.Resources;
using Selvedge.Core.Steering;

namespace Selvedge.Control.Commands;

/// <summary>A question about the past: where was a client sent?</summary>
/// <param name="Name">The hostname.</param>
/// <param name="From">The client's address.</param>
/// <param name="At">When.</param>
/// <param name="Fallback">Where the client is, for the case that no network declared then holds it: the control plane
/// has no country database.</param>
public sealed record ReplayRequest(string Name, IPAddress From, DateTimeOffset At, SteeringClient Fallback)
{
    /// <summary>Reads the parameters <c>name</c>, <c>from</c>, <c>at</c> (RFC 3339) and, where they are known,
    /// <c>country</c>, <c>latitude</c> and <c>longitude</c>.</summary>
    /// <param name="parameter">A parameter by its name; empty where it is missing.</param>
    /// <param name="question">Where true is returned.</param>
    /// <param name="problem">Where false is returned: what is wrong and how it is written right.</param>
    public static bool TryRead(
        Func<string, string> parameter, [NotNullWhen(true)] out ReplayRequest? question, out string problem)
    {
        question = null;
        var name = parameter("name").TrimEnd('.');
        if (name.Length == 0)
        {
            problem = "name: is missing. Write name=HOSTNAME.";
            return false;
        }

        if (!IPAddress.TryParse(parameter("from"), out var from))
        {
            problem = "from: is not an IP address. Write, for example, from=203.0.113.9.";
            return false;
        }

        if (!DateTimeOffset.TryParse(
            parameter("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            problem = "at: is not a moment. Write, for example, at=2026-01-31T12:03:00Z.";
            return false;
        }

        var isPlaced = double.TryParse(
            parameter("latitude"), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude);
        isPlaced &= double.TryParse(
            parameter("longitude"), NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude);
        problem = "";
        question = new ReplayRequest(name, from, at, new SteeringClient(
            from.ToString(),
            parameter("country") is { Length: > 0 } country ? country : null,
            isPlaced ? new Coordinates { Latitude = latitude, Longitude = longitude } : null));
        return true;
    }
}
