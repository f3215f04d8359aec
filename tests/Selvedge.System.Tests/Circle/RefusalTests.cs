using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Fabric.Bus;
using Selvedge.Harness;

namespace Selvedge.System.Tests.Circle;

/// <summary>What nodes refuse of what the bus carries, and what the bus refuses of what nodes want.</summary>
[Collection(CircleDefinition.Name)]
public sealed class RefusalTests(CircleFixture circle) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly LiveNetwork _network = circle.Network;
    private readonly Operator _operator = new(circle.Network);
    private readonly Resolver _resolver = new(circle.Network);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_node_keeps_the_last_good_sections_serves_and_says_what_it_refused_and_why()
    {
        using var before = await TlsAsk.CertificateAsync(_network, "fra", LiveNetwork.Hostname);
        var epoch = await PublishBrokenAsync();
        string[] refused = ["certificate.default.atlas", "site.default.atlas", "zone.selvedge_test"];
        await LiveNetwork.UntilAsync(
            async () =>
            {
                // The control plane may have published the next epoch just before: then it is that one's turn.
                epoch = new NodeDisk(_network, "fra-1").Snapshot().Manifest.Epoch > epoch
                    ? await PublishBrokenAsync()
                    : epoch;
                return (await RefusalsAsync("fra-1")).SequenceEqual(refused);
            },
            Limit, "fra-1 refuses all three");
        var shown = await _network.RunAsync("get", "nodes");
        Assert.Contains("NotReady: SectionRefused", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "certificate.default.atlas: Chain or key is not readable", shown.Output, StringComparison.Ordinal);
        await ServesAsAsync(before!);
        Assert.NotEmpty(await _resolver.NamedAsync(LiveNetwork.Hostname, "fra"));
        await LiveNetwork.UntilAsync(
            async () => await _operator.VerdictAsync("fra") is { Serviceable: false }, Limit, "fra is closed");
        Assert.DoesNotContain("fra", await _resolver.NamedAsync(LiveNetwork.Hostname));

        await TouchAsync();
        await LiveNetwork.UntilAsync(
            async () => (await RefusalsAsync("fra-1")).Count == 0, Limit, "fra-1 has the true sections");
        await ServesAsAsync(before!);
        await _operator.ServiceableAsync();
    }

    // The snapshot in force, with a foreign key, a site cut short and a zone without anything.
    private async Task<long> PublishBrokenAsync()
    {
        var (manifest, sections) = new NodeDisk(_network, "fra-1").Snapshot();
        var certificate = CoreJson.Read<CertificateSection>(sections["certificate.default.atlas"]);
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        sections["certificate.default.atlas"] =
            CoreJson.Write(certificate with { KeyPem = another.ExportPkcs8PrivateKeyPem() });
        sections["site.default.atlas"] = sections["site.default.atlas"][..^20];
        sections["zone.selvedge_test"] = "{}"u8.ToArray();
        await using var control = await BusAccess.ControlAsync(_network, manifest.Lineage);
        var done = await control.PublishSnapshotAsync(
            manifest with { Sections = [.. manifest.Sections.Select(Hashed)] }, sections, Cancellation);
        Assert.True(done.Done, done.Reason);
        return manifest.Epoch;

        SectionEntry Hashed(SectionEntry entry) => entry with { Hash = SectionEntry.HashOf(sections[entry.Key]) };
    }

    [Fact]
    public async Task A_nodes_key_reads_no_other_locations_snapshot_and_speaks_for_no_other_node()
    {
        await using (var own = await BusAccess.NodeAsync(_network, "fra-1", "fra"))
        {
            Assert.Equal(BusReadOutcome.Found, (await own.ReadManifestAsync(Cancellation)).Outcome);
        }

        await using (var stranger = await BusAccess.NodeAsync(_network, "fra-1", "nyc"))
        {
            var certificate = await stranger.ReadSectionAsync("certificate.default.atlas", Cancellation);
            Assert.Equal(BusReadOutcome.Failed, certificate.Outcome);
        }

        var refusals = new ConcurrentQueue<string>();
        await using var thief = BusAccess.Client(_network, "fra-1", refusals);
        await thief.ConnectAsync();
        foreach (var subject in new[]
        {
            "selvedge.status.nyc.nyc-1", "selvedge.status.fra.nyc-1", "selvedge.command.node.nyc-1.purge",
            "selvedge.command.node.fra-1.purge", "$KV.snapshots.fra.manifest", "$KV.verdicts.table", "$KV.purges.head",
        })
        {
            refusals.Clear();
            await thief.PublishAsync(subject, "{}"u8.ToArray(), cancellationToken: Cancellation);
            await thief.PingAsync(Cancellation);
            await LiveNetwork.UntilAsync(
                () => Task.FromResult(refusals.Any(refusal =>
                    refusal.Contains($"Publish to \"{subject}\"", StringComparison.OrdinalIgnoreCase))),
                Limit,
                $"a refusal of {subject}");
        }

        await _operator.ServiceableAsync();
    }

    private async Task<IReadOnlyList<string>> RefusalsAsync(string node)
    {
        var status = (await _operator.DocumentAsync("nodes", node))["status"]!;
        return [.. status["refusals"]?.AsArray().Select(refusal => refusal!["key"]!.GetValue<string>()) ?? []];
    }

    private async Task ServesAsAsync(X509Certificate2 before)
    {
        using var client = _network.ClientOf("fra");
        Assert.Contains("<html", await client.GetStringAsync("/", Cancellation), StringComparison.OrdinalIgnoreCase);
        using var now = await TlsAsk.CertificateAsync(_network, "fra", LiveNetwork.Hostname);
        Assert.Equal(before.Thumbprint, now!.Thumbprint);
    }

    /// <summary>Changes what every location has, so that the control plane publishes anew.</summary>
    private Task TouchAsync() => _operator.MergeAsync(
        "zones", "selvedge.test", """{"spec": {"negativeTtl": "61s"}}""");
}
