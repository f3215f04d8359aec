using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Selvedge.Control.Documents;
using Selvedge.Control.Mitigations;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Tests.Mitigations;

public sealed class MitigationSweepTests
{
    [Fact]
    public async Task A_mitigation_is_shown_for_a_day_after_its_end_and_then_deleted()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("selvedge-sweep-").FullName;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        var store = await SqliteResourceStore.OpenAsync(
            Path.Combine(folder, "store.db"), TimeProvider.System, cancellation: cancellation);
        await using (store)
        {
            var key = new ResourceKey(ResourceNames.Mitigations, "", "ntp");
            await store.PutAsync(
                key,
                CoreJson.ToElement(new
                {
                    Metadata = new ObjectMeta { Name = "ntp", CreationTimestamp = time.GetUtcNow() },
                    Spec = new MitigationSpec { Match = new FlowFilter { Protocol = "udp" } },
                }),
                0,
                cancellation);
            var cache = new DocumentCache(store, time, NullLogger<DocumentCache>.Instance);
            await cache.LoadAsync(cancellation);
            var sweep = new MitigationSweep(cache, store, time, NullLogger<MitigationSweep>.Instance);

            time.Advance(TimeSpan.FromHours(24.9));
            Assert.Equal(0, await sweep.SweepAsync(cancellation));
            Assert.NotNull(await store.GetAsync(key, cancellation));

            time.Advance(TimeSpan.FromHours(0.1));
            Assert.Equal(1, await sweep.SweepAsync(cancellation));
            Assert.Null(await store.GetAsync(key, cancellation));
        }

        Directory.Delete(folder, recursive: true);
    }
}
