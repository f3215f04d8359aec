using System.Globalization;
using System.Net;

namespace Selvedge.ExampleApp;

/// <summary>What the example application reads from its environment.</summary>
internal sealed record ExampleAppSettings
{
    /// <summary><c>POD_IP</c> and <c>PORT</c>. The default is any address, port 8080.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary><c>APP_VERSION</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary><c>LOCATION</c>: where it runs.</summary>
    public string Location { get; init; } = "";

    /// <summary><c>NODE</c>: on which node.</summary>
    public string Node { get; init; } = "";

    /// <summary><c>POD</c>: as which pod.</summary>
    public string Pod { get; init; } = "";

    /// <summary><c>GREETING</c>.</summary>
    public string Greeting { get; init; } = "";

    /// <summary><c>WARM_UP_SECONDS</c>: how long it is not ready at first.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary><c>NEVER_READY</c>: to see what becomes of a version that does not work.</summary>
    public bool NeverReady { get; init; }

    /// <summary>Reads them.</summary>
    public static ExampleAppSettings Read(Func<string, string?> variable) => new()
    {
        Listen = new IPEndPoint(
            IPAddress.TryParse(variable("POD_IP"), out var address) ? address : IPAddress.Any,
            int.TryParse(variable("PORT"), CultureInfo.InvariantCulture, out var port) ? port : 8080),
        Version = variable("APP_VERSION") ?? "",
        Location = variable("LOCATION") ?? "",
        Node = variable("NODE") ?? "",
        Pod = variable("POD") ?? "",
        Greeting = variable("GREETING") ?? "",
        WarmUp = TimeSpan.FromSeconds(
            double.TryParse(variable("WARM_UP_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0),
        NeverReady = variable("NEVER_READY") is "1" or "true",
    };
}
