using System.Diagnostics;
using System.Globalization;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>Where nothing happens, nothing is written: no epoch, no revision, no file.</summary>
[Collection(CircleDefinition.Name)]
public sealed class IdleTests(CircleFixture circle) : IDisposable
{
    // Longer than any period at which something could be written for no reason.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(12);

    // What other tests left to be written comes to rest; a busy machine may close a place for a moment.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    private readonly LiveNetwork _network = circle.Network;
    private readonly Operator _operator = new(circle.Network);

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task Epochs_revisions_and_files_stand_still()
    {
        await _operator.ServiceableAsync();
        var still = await FactsAsync();
        var since = Stopwatch.StartNew();
        var moved = "";
        try
        {
            await LiveNetwork.UntilAsync(
                async () =>
                {
                    var now = await FactsAsync();
                    if (!now.SequenceEqual(still))
                    {
                        moved = string.Join("; ", now.Except(still));
                        (still, since) = (now, Stopwatch.StartNew());
                    }

                    return since.Elapsed >= Watched;
                },
                Settling,
                "still");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Something is written all the time, at last: {moved}");
        }
    }

    /// <summary>Everything that would move if anything was written.</summary>
    private async Task<List<string>> FactsAsync()
    {
        List<string> facts = [];
        var sites = await _operator.GetAsync("/apis/selvedge.dev/v1/sites");
        facts.Add($"store at revision {sites["metadata"]!["resourceVersion"]}");
        facts.Add((await _operator.VerdictsAsync()).Epoch.ToString(CultureInfo.InvariantCulture));
        foreach (var location in LiveNetwork.Locations)
        {
            var node = await _operator.DocumentAsync("nodes", $"{location}-1");
            facts.Add($"{location} {node["status"]!.ToJsonString()}");
        }

        var folders = LiveNetwork.Locations.Select(location => Path.Combine(_network.State, "nodes", $"{location}-1"))
            .Append(Path.Combine(_network.State, "control"))
            .Append(Path.Combine(_network.State, "bus"));
        facts.AddRange(folders
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            .Select(file => $"{file.FullName} of {file.LastWriteTimeUtc:O}")
            .Order(StringComparer.Ordinal));
        return facts;
    }
}
