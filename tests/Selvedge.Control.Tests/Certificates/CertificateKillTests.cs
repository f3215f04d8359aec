using Selvedge.Control.Certificates;

namespace Selvedge.Control.Tests.Certificates;

public sealed class CertificateKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One kill after each effect (store write or answer of the authority) of issuing, one after another,
    /// until a run needs no more steps than that.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_at_any_step_makes_no_second_order_and_loses_no_key(bool isRenewal)
    {
        await using var nodes = await FakeNodes.StartAsync();
        await using var pebble = await Pebble.StartAsync(nodes.HttpPort, cancellation: Cancellation);
        var step = 0;
        var isThrough = false;
        while (!isThrough)
        {
            step++;
            Assert.InRange(step, 1, 100);
            isThrough = await KillAtAsync(step, isRenewal, nodes, pebble);
        }

        // Fewer would mean that the loop did not see the steps: a renewal has 6 writes and 12 exchanges.
        Assert.InRange(step, 18, 100);
        TestContext.Current.SendDiagnosticMessage($"killed at {step - 1} steps");
    }

    /// <returns>Whether the issuer was done before the step came.</returns>
    private static async Task<bool> KillAtAsync(int step, bool isRenewal, FakeNodes nodes, Pebble pebble)
    {
        await using var bench = await IssuerBench.CreateAsync(nodes);
        bench.Follow(pebble);
        string[] hostnames = [$"k{step}.selvedge.test", $"www.k{step}.selvedge.test"];
        await bench.PutSiteAsync("shop", hostnames);

        TimeProvider time = TimeProvider.System;
        var serial = "";
        if (isRenewal)
        {
            await IssuerBench.WhileRunningAsync(
                bench.Issuer(pebble.Issuer), () => SettledAsync(bench, "", hostnames));
            serial = (await bench.CertificateAsync("shop"))!.Status.Serial;
            bench.Granted.Clear();
            bench.Complaints.Clear();
            time = new ShiftedTime(TimeSpan.FromDays(4.5));
        }

        using var kill = new KillSwitch(step);
        using (var victim = bench.Issuer(pebble.Issuer, time, kill))
        {
            var run = victim.RunAsync(kill.Token);
            while (!run.IsCompleted && !await IsSettledAsync(bench, serial))
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
        await IssuerBench.WhileRunningAsync(
            bench.Issuer(pebble.Issuer, time), () => SettledAsync(bench, serial, hostnames));

        var finalKey = await bench.SecretTextAsync("shop-tls", "tls.key");
        var check = ChainCheck.Of(
            await bench.SecretTextAsync("shop-tls", "tls.crt"), finalKey, hostnames, DateTimeOffset.UtcNow);
        Assert.True(check.Findings.IsEmpty, $"step {step}: {string.Join(", ", check.Findings)}");
        Assert.True(
            bench.Orders == 1 && bench.Finalized == 1,
            $"step {step}: {bench.Orders} orders, {bench.Finalized} finalized; the authority said: "
            + string.Join('\n', bench.Complaints));
        Assert.True(nextKey.Length == 0 || nextKey == finalKey, $"step {step}: the key was lost");
        if (accountKey.Length > 0)
        {
            Assert.Equal(
                accountKey, await bench.SecretTextAsync("acme-account-default", "key", "selvedge-system"));
        }

        return false;
    }

    private static async Task SettledAsync(IssuerBench bench, string oldSerial, string[] hostnames)
    {
        await bench.UntilReadyAsync("shop", hostnames);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await IsSettledAsync(bench, oldSerial))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    private static async Task<bool> IsSettledAsync(IssuerBench bench, string oldSerial) =>
        await bench.CertificateAsync("shop") is { Status.OrderUrl.Length: 0 } certificate
        && IssuerBench.IsReady(certificate)
        && certificate.Status.Serial != oldSerial
        && await bench.SecretAsync("shop-tls-next") is null;
}
