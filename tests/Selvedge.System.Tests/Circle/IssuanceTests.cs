using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Resources;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>The control process dies while an authority works on a certificate.</summary>
[Collection(CircleDefinition.Name)]
public sealed class IssuanceTests(CircleFixture circle) : IDisposable
{
    /// <summary>The authority may be too quick to be caught in the act; then another site tries.</summary>
    private const int AttemptsMax = 8;

    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(60);

    private readonly LiveNetwork _network = circle.Network;
    private readonly Operator _operator = new(circle.Network);
    private readonly HashSet<string> _keysOnDisks = [];

    public void Dispose() => _operator.Dispose();

    [Theory]
    [InlineData("ordered")]
    [InlineData("proving")]
    public async Task A_certificate_arrives_once_with_one_key_although_control_is_killed_meanwhile(string stage)
    {
        var (site, key) = await KillInTheActAsync(stage);
        await LiveNetwork.UntilAsync(() => IsServedAsync(site), BackLimit, $"{site} is served everywhere");

        Assert.Equal(key, await SecretAsync(site));
        Assert.Equal(key, Assert.Single(_keysOnDisks));
        Assert.Equal(1, await Health.CountAsync(_network, "control", "selvedge_certificates_issued_total"));
        Assert.Equal(0, await Health.CountAsync(_network, "control", "selvedge_certificates_orders_total"));
        using var pair = ECDsa.Create();
        pair.ImportFromPem(key);
        foreach (var location in LiveNetwork.Locations)
        {
            using var leaf = await TlsAsk.CertificateAsync(_network, location, $"{site}.selvedge.test");
            using var shown = leaf!.GetECDsaPublicKey()!;
            Assert.Equal(pair.ExportSubjectPublicKeyInfo(), shown.ExportSubjectPublicKeyInfo());
        }

        await _operator.DeleteAsync("sites", site);
        await _operator.ServiceableAsync();
    }

    /// <returns>The site, and the key that its order was made with.</returns>
    private async Task<(string Site, string Key)> KillInTheActAsync(string stage)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var site = string.Create(CultureInfo.InvariantCulture, $"{stage}-{attempt}");
            await CreateAsync(site);
            await LiveNetwork.UntilAsync(
                async () => await StatusAsync(site) is { } status && (stage == "ordered"
                    ? status.OrderUrl.Length > 0
                    : status.Challenges.Length > 0 || status.Serial.Length > 0),
                BackLimit,
                $"{site} is {stage}");
            await _network.SignalAsync("acme", "STOP");
            try
            {
                if (await StatusAsync(site) is { Serial.Length: 0 })
                {
                    var key = await SecretAsync(site, "-next");
                    await _network.SignalAsync("control", "KILL");
                    return (site, key);
                }
            }
            finally
            {
                await _network.SignalAsync("acme", "CONT");
            }

            await _operator.DeleteAsync("sites", site);
        }

        throw new InvalidOperationException($"The authority was {AttemptsMax} times quicker than the test.");
    }

    private async Task CreateAsync(string site) => (await _operator.SendAsync(
        HttpMethod.Post,
        "/apis/selvedge.dev/v1/namespaces/default/sites",
        new JsonObject
        {
            ["apiVersion"] = "selvedge.dev/v1",
            ["kind"] = "Site",
            ["metadata"] = new JsonObject { ["name"] = site },
            ["spec"] = new JsonObject
            {
                ["hostnames"] = new JsonArray($"{site}.selvedge.test"),
                ["backend"] = new JsonObject { ["url"] = _network.Origin.AbsoluteUri.TrimEnd('/') },
            },
        }.ToJsonString())).Good();

    private async Task<CertificateStatus?> StatusAsync(string site)
    {
        var reply = await _operator.SendAsync(HttpMethod.Get, Operator.PathOf("certificates", site));
        return reply.Code == (int)HttpStatusCode.OK
            ? CoreJson.Read<Certificate>(Encoding.UTF8.GetBytes(reply.Text)).Status
            : null;
    }

    private async Task<string> SecretAsync(string site, string suffix = "")
    {
        var certificate = await _operator.DocumentAsync("certificates", site);
        var secret = await _operator.GetAsync(
            $"/api/v1/namespaces/default/secrets/{certificate["spec"]!["secretName"]}{suffix}");
        return Encoding.ASCII.GetString(Convert.FromBase64String(secret["data"]!["tls.key"]!.GetValue<string>()));
    }

    /// <summary>Looks on the disks of all nodes each time, so that no key that was ever there is missed.</summary>
    private async Task<bool> IsServedAsync(string site)
    {
        _keysOnDisks.UnionWith(LiveNetwork.Locations
            .Select(location => new NodeDisk(_network, $"{location}-1").KeyOf(site)).OfType<string>());
        try
        {
            var table = await _operator.VerdictsAsync();
            return LiveNetwork.Locations.All(location =>
                table.Find(new SiteId("default", site), location) is { Serviceable: true, Held: null });
        }
        catch (HttpRequestException)
        {
            // Control is not back yet.
            return false;
        }
    }
}
