using System.Globalization;
using System.Net;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>How a network was at one moment, to be held against how it is later.</summary>
internal sealed class Health
{
    private static readonly string[] Bad =
        ["\"level\":\"error\"", "\"level\":\"critical\"", "Unhandled exception", "terminated by"];

    private readonly LiveNetwork _network;
    private readonly Dictionary<string, int> _processes;
    private readonly Dictionary<string, long> _logs;

    private Health(LiveNetwork network)
    {
        _network = network;
        _processes = network.Parts.ToDictionary(part => part, network.IdOf);
        _logs = Logs().ToDictionary(file => file, file => new FileInfo(file).Length);
    }

    /// <summary>Looks now.</summary>
    public static Health Of(LiveNetwork network) => new(network);

    /// <summary>Everything serves, by the same processes, and no log tells of an error since.</summary>
    public async Task UnharmedAsync()
    {
        using var api = new Operator(_network);
        await api.ServiceableAsync();
        foreach (var location in LiveNetwork.Locations)
        {
            using var client = _network.ClientOf(location);
            using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.NotEmpty(await new Resolver(_network).NamedAsync(LiveNetwork.Hostname, location));
        }

        using var http = new HttpClient();
        using var console = await http.GetAsync(_network.Console, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, console.StatusCode);
        Assert.Equal(_processes, _network.Parts.ToDictionary(part => part, _network.IdOf));
        var errors = Logs().SelectMany(Since).Where(line => Array.Exists(Bad, line.Contains)).ToList();
        Assert.True(errors.Count == 0, $"{errors.Count} errors in logs:\n{string.Join('\n', errors.Take(3))}");
    }

    /// <summary>The sum of a counter, over those of its series that have a label.</summary>
    /// <param name="network">Which.</param>
    /// <param name="part">A location, or <c>control</c>.</param>
    /// <param name="name">Of the counter.</param>
    /// <param name="label">For example <c>code="400"</c>; empty: all.</param>
    public static async Task<double> CountAsync(LiveNetwork network, string part, string name, string label = "")
    {
        string text;
        if (part == "control")
        {
            using var api = new Operator(network);
            text = (await api.SendAsync(HttpMethod.Get, "/metrics")).Text;
        }
        else
        {
            using var http = new HttpClient();
            text = await http.GetStringAsync(
                new Uri($"http://{network.AddressOf(part)}:9100/metrics"), TestContext.Current.CancellationToken);
        }

        return text.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)
                || line.StartsWith($"{name} ", StringComparison.Ordinal))
            .Where(line => line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> Logs() => Directory.GetFiles(Path.Combine(_network.State, "logs"), "*.log")
        .Where(file => !file.EndsWith(".access.log", StringComparison.Ordinal));

    private IEnumerable<string> Since(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _logs.GetValueOrDefault(file);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
