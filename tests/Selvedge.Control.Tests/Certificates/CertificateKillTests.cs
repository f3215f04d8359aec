using Selvedge.Control.Certificates;

namespace Selvedge.Control.Tests.Certificates;

public sealed class CertificateKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One kill after each effect (store write or answer of the authority) of issuing, one after another, until
    /// a run needs no more steps than that.</summary>
    [Fact]
    public async Task A_kill_at_any_step_makes_no_second_order_and_loses_no_key()
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        var step = 0;
        var isThrough = false;
        while (!isThrough)
        {
            step++;
            Assert.InRange(step, 1, 100);
            isThrough = await KillAtAsync(step, nodes, pebble);
        }

        // Fewer would mean that the loop did not see the steps: 9 writes of documents and 12 exchanges at least.
        Assert.InRange(step, 20, 100);
        TestContext.Current.SendDiagnosticMessage($"killed at {step - 1} steps");
    }

    /// <returns>Whether the issuer was done before the step came.</returns>
    private static async Task<bool> KillAtAsync(int step, FakeNodes nodes, Pebble pebble)
    {
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        string[] hostnames = [$"k{step}.selvedge.test", $"www.k{step}.selvedge.test"];
        await bench.PutSiteAsync("shop", hostnames);

        using var kill = new KillSwitch(step);
        using (var victim = bench.Issuer(pebble.Issuer, kill: kill))
        {
            var run = victim.RunAsync(kill.Token);
            while (!run.IsCompleted && !await IsSettledAsync(bench))
            {
                await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation));
            }

            var isThrough = !kill.IsDead;
            kill.Kill();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            if (isThrough)
            {
                return true;
            }
        }

        var nextKey = await bench.SecretTextAsync("shop-tls-next", "tls.key");
        var accountKey = await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system");
        await IssuerBench.WhileRunningAsync(bench.Issuer(pebble.Issuer), async () =>
        {
            await bench.UntilReadyAsync("shop", hostnames);
            while (!await IsSettledAsync(bench))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
            }
        });

        var finalKey = await bench.SecretTextAsync("shop-tls", "tls.key");
        var check = ChainCheck.Of(
            await bench.SecretTextAsync("shop-tls", "tls.crt"), finalKey, hostnames, DateTimeOffset.UtcNow);
        Assert.True(check.Findings.IsEmpty, $"step {step}: {string.Join(", ", check.Findings)}");
        Assert.True(
            bench.Orders == 1 && bench.Finalized == 1,
            $"step {step}: {bench.Orders} orders, {bench.Finalized} finalized");
        Assert.True(nextKey.Length == 0 || nextKey == finalKey, $"step {step}: the key was lost");
        if (accountKey.Length > 0)
        {
            Assert.Equal(
                accountKey, await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system"));
        }

        return false;
    }

    private static async Task<bool> IsSettledAsync(IssuerBench bench) =>
        await bench.CertificateAsync("shop") is { Status.OrderUrl.Length: 0 } certificate
        && IssuerBench.IsReady(certificate)
        && await bench.SecretAsync("shop-tls-next") is null;
}
