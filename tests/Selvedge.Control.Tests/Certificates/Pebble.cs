using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Selvedge.Control.Certificates;

namespace Selvedge.Control.Tests.Certificates;

/// <summary>Debian's pebble with pebble-challtestsrv as its DNS, on free loopback ports.</summary>
internal sealed class Pebble : IAsyncDisposable
{
    public const string EabKeyId = "kid-1";
    public const string EabKey = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    private const string Ca = "/usr/bin/pebble";
    private const string Dns = "/usr/bin/pebble-challtestsrv";

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-pebble-").FullName;
    private readonly int _port = FreePort();
    private readonly int _managementPort = FreePort();
    private readonly int _dnsPort = FreePort();
    private readonly int _dnsManagementPort = FreePort();
    private readonly HttpClient _http;
    private readonly int _nonceRejectPercent;
    private Process? _ca;
    private Process? _dns;

    private Pebble(int nonceRejectPercent)
    {
        _nonceRejectPercent = nonceRejectPercent;
        var now = DateTimeOffset.UtcNow;
        (RootPem, var key) = TestPki.SelfSigned(["127.0.0.1", "localhost"], now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), RootPem);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key);
        Issuer = new AcmeIssuer(
            "default", new Uri($"https://127.0.0.1:{_port}/dir"), "ops@selvedge.test", RootPem);
        _http = new HttpClient(AcmeTransport.Create(Issuer));
    }

    public AcmeIssuer Issuer { get; }

    public string RootPem { get; }

    public static async Task<Pebble> StartAsync(
        int httpPort, int nonceRejectPercent = 0, bool wantsEab = false, CancellationToken cancellation = default)
    {
        if (!File.Exists(Ca) || !File.Exists(Dns))
        {
            Assert.Skip("pebble is not installed (Debian package pebble)");
        }

        var pebble = new Pebble(nonceRejectPercent);
        try
        {
            pebble.WriteConfig(httpPort, wantsEab);
            await pebble.StartDnsAsync(cancellation);
            await pebble.RestartAsync(cancellation);
            return pebble;
        }
        catch
        {
            await pebble.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the authority; it keeps nothing on disk and forgets everything.</summary>
    public void Kill()
    {
        _ca?.Kill();
        _ca?.WaitForExit();
        _ca?.Dispose();
        _ca = null;
    }

    /// <summary>Starts the authority, on the same ports if it ran before.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        Kill();
        _ca = Start(Ca, ["-config", Path.Combine(_folder, "config.json"), "-strict", "-dnsserver",
            $"127.0.0.1:{_dnsPort}"]);
        await UntilAsync(async () => await _http.GetAsync(Issuer.DirectoryUrl, cancellation), cancellation);
    }

    /// <summary>The root that it signs with.</summary>
    public async Task<string> RootAsync(CancellationToken cancellation) =>
        await _http.GetStringAsync(new Uri($"https://127.0.0.1:{_managementPort}/roots/0"), cancellation);

    /// <summary>Adds a TXT value.</summary>
    public async Task SetTxtAsync(string name, string value, CancellationToken cancellation)
    {
        using var answer = await ManageDnsAsync("set-txt", new { host = $"{name}.", value }, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        _dns?.Kill();
        _dns?.WaitForExit();
        _dns?.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
        await Task.CompletedTask;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task UntilAsync(Func<Task<HttpResponseMessage>> ask, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StartWithin);
        while (true)
        {
            try
            {
                using var answer = await ask();
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System, deadline.Token);
            }
        }
    }

    private void WriteConfig(int httpPort, bool wantsEab)
    {
        var config = new
        {
            pebble = new
            {
                listenAddress = $"127.0.0.1:{_port}",
                managementListenAddress = $"127.0.0.1:{_managementPort}",
                certificate = Path.Combine(_folder, "cert.pem"),
                privateKey = Path.Combine(_folder, "key.pem"),
                httpPort,
                tlsPort = FreePort(),
                ocspResponderURL = "",
                externalAccountBindingRequired = wantsEab,
                externalAccountMACKeys = wantsEab
                    ? new Dictionary<string, string>(StringComparer.Ordinal) { [EabKeyId] = EabKey }
                    : [],
                certificateValidityPeriod = 518_400,
            },
        };
        File.WriteAllText(Path.Combine(_folder, "config.json"), JsonSerializer.Serialize(config));
    }

    private async Task StartDnsAsync(CancellationToken cancellation)
    {
        // Without a default AAAA: the listeners of these tests are IPv4 only.
        _dns = Start(Dns, ["-management", $"127.0.0.1:{_dnsManagementPort}", "-dns01", $"127.0.0.1:{_dnsPort}",
            "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", ""]);
        await UntilAsync(() => ManageDnsAsync("clear-txt", new { host = "ready." }, cancellation), cancellation);
    }

    private async Task<HttpResponseMessage> ManageDnsAsync<T>(
        string what, T body, CancellationToken cancellation)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body));
        return await _http.PostAsync(
            new Uri($"http://127.0.0.1:{_dnsManagementPort}/{what}"), content, cancellation);
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PEBBLE_VA_NOSLEEP"] = "1",
                ["PEBBLE_AUTHZREUSE"] = "0",
                ["PEBBLE_WFE_NONCEREJECT"] = $"{_nonceRejectPercent}",
            },
        };
        var process = Process.Start(start)!;
        // Read and forgotten, so that a full pipe never stops it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
