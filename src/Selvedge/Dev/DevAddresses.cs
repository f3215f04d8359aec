using System.Globalization;
using System.Net;

namespace Selvedge.Dev;

/// <summary>Where everything of a development network listens: all on loopback, under one two-octet prefix, so that
/// several networks can run beside each other.</summary>
/// <param name="Prefix"><c>127.0</c> by default; <c>127.1</c> to <c>127.254</c> for further ones.</param>
internal sealed record DevAddresses(string Prefix)
{
    /// <summary>The first network's prefix.</summary>
    public const string DefaultPrefix = "127.0";

    /// <summary>The API, over TLS.</summary>
    public string Api => $"{Prefix}.0.1:7443";

    /// <summary>The console, over HTTP.</summary>
    public string Console => $"{Prefix}.0.1:7080";

    /// <summary>DNS that all nodes answer together, as an anycast address would be.</summary>
    public string Dns => $"{Prefix}.0.1:5300";

    /// <summary>nats-server.</summary>
    public string Bus => $"{Prefix}.0.1:4222";

    /// <summary>The origin of the example site.</summary>
    public string Origin => $"{Prefix}.0.1:9000";

    /// <summary>Pebble's ACME directory, over TLS.</summary>
    public string Acme => $"{Prefix}.0.1:14000";

    /// <summary>Pebble's management port, which tells its root.</summary>
    public string AcmeManagement => $"{Prefix}.0.1:15000";

    /// <summary>The port of HTTP at every location.</summary>
    public const int HttpPort = 8080;

    /// <summary>The port of HTTPS at every location.</summary>
    public const int HttpsPort = 8443;

    /// <summary>A location's address: the third octet counts from 1.</summary>
    public string Location(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{number}.1");

    /// <summary>The addresses of a location's pods.</summary>
    public string Pods(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{100 + number}.0/24");

    /// <summary>Reads a prefix as a person writes it.</summary>
    public static bool TryParse(string text, out DevAddresses addresses)
    {
        addresses = new DevAddresses(text);
        return IPAddress.TryParse($"{text}.0.1", out var address)
            && IPAddress.IsLoopback(address)
            && text.Split('.').Length == 2;
    }
}
