using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Fabric.Identity;

namespace Selvedge.Dev;

/// <summary>Pebble: a real ACME authority for tests, whose certificates nobody outside trusts.</summary>
internal static class DevAcme
{
    /// <summary>How Pebble behaves: no artificial sleep, some nonces refused as real authorities do, no reuse of
    /// authorizations so that every order is validated.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PEBBLE_VA_NOSLEEP"] = "1",
            ["PEBBLE_WFE_NONCEREJECT"] = "5",
            ["PEBBLE_AUTHZREUSE"] = "0",
        };

    /// <summary>Writes Pebble's configuration.</summary>
    /// <returns>The file.</returns>
    public static string Write(DevState state, DevAddresses addresses, LocalAuthority authority)
    {
        var certificate = authority.Issue("acme", [addresses.Acme.Split(':')[0], "localhost"]);
        var file = Path.Combine(state.Acme, "pebble.json");
        File.WriteAllText(file, new JsonObject
        {
            ["pebble"] = new JsonObject
            {
                ["listenAddress"] = addresses.Acme,
                ["managementListenAddress"] = addresses.AcmeManagement,
                ["certificate"] = certificate.CertificatePath,
                ["privateKey"] = certificate.KeyPath,
                ["httpPort"] = DevAddresses.HttpPort,
                ["tlsPort"] = DevAddresses.HttpsPort,
                ["ocspResponderURL"] = "",
                ["externalAccountBindingRequired"] = false,
            },
        }.ToJsonString());
        return file;
    }

    /// <summary>The root of the running Pebble, kept with those of earlier ones.</summary>
    /// <returns>PEM by a name made of its hash.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> CollectRootsAsync(
        DevState state, DevAddresses addresses, HttpClient http, CancellationToken cancellation)
    {
        var pem = await http.GetStringAsync(new Uri($"https://{addresses.AcmeManagement}/roots/0"), cancellation);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(pem)))[..12];
        await File.WriteAllTextAsync(
            Path.Combine(state.Acme, string.Create(CultureInfo.InvariantCulture, $"root-{hash}.pem")), pem,
            cancellation);

        // The newest few are enough: a development certificate is renewed at the next start anyway.
        var kept = new DirectoryInfo(state.Acme).GetFiles("root-*.pem")
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ToList();
        foreach (var old in kept.Skip(8))
        {
            old.Delete();
        }

        var roots = kept.Take(8).ToDictionary(
            file => file.Name, file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
        await File.WriteAllTextAsync(state.Roots, string.Concat(roots.Values), cancellation);
        return roots;
    }
}
