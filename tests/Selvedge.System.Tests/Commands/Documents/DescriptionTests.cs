using System.Text.Json.Nodes;
using Selvedge.Commands.Documents;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.System.Tests.Commands.Documents;

public sealed class DescriptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 3, 20, TimeSpan.Zero);

    [Fact]
    public void A_site_is_told_with_its_spec_every_gate_what_is_shut_and_what_happened()
    {
        var lines = Describe(
            "Site",
            """
            {"metadata": {"name": "shop", "namespace": "default", "generation": 2,
              "creationTimestamp": "2026-01-31T12:00:00Z", "labels": {"tier": "web"}},
             "spec": {"hostnames": ["shop.test"]},
             "status": {"observedGeneration": 1,
              "conditions": [{"type": "Ready", "status": "True", "message": "Served.",
                "lastTransitionTime": "2026-01-31T12:03:00Z"}],
              "verdicts": [
                {"location": "fra", "serviceable": false, "shut": [
                  {"gate": "Current", "reason": "StatusStale", "detail": "fra-1 is silent.",
                    "since": "2026-01-31T12:03:10Z"},
                  {"gate": "Healthy", "reason": "Timeout", "detail": "", "since": "2026-01-31T12:03:15Z"}]},
                {"location": "nyc", "serviceable": true, "shut": []},
                {"location": "syd", "serviceable": true, "held": "LastPlace", "shut": [
                  {"gate": "Ready", "reason": "Refused", "detail": "", "since": "2026-01-31T12:03:15Z"}]}]}}
            """,
            """
            {"type": "Warning", "reason": "Unserviceable", "message": "No user.",
             "lastTimestamp": "2026-01-31T12:03:10Z"}
            """);

        Assert.Equal(
            """
            Site         default/shop
            Created      2026-01-31 12:00:00Z, 3m ago
            Generation   2; the status is of 1 still
            Labels       tier=web
            Ready        True, for 20s: Served.

            Spec
              hostnames:
              - shop.test

            Gates
              GATE          FRA    NYC    SYD
              placed        open   open   open
              ready         open   open   shut
              certificate   open   open   open
              current       shut   open   open
              healthy       shut   open   open
              unloaded      open   open   open
              allowed       open   open   open
              admitted      open   open   open
              serviceable   no     yes    held (LastPlace)

            Shut
              LOCATION   GATE      REASON        SINCE     DETAIL
              fra        current   StatusStale   10s ago   fra-1 is silent.
              fra        healthy   Timeout       5s ago
              syd        ready     Refused       5s ago

            Events
              AGE   TYPE      REASON          MESSAGE
              10s   Warning   Unserviceable   No user.
            """.Split('\n'),
            lines);
    }

    [Fact]
    public void A_site_without_a_verdict_says_so()
    {
        var lines = Describe("Site", """{"metadata": {"name": "shop", "namespace": "default"}, "spec": {}}""");

        Assert.Contains("  There is no verdict yet: no location, or the control plane has just begun.", lines);
        Assert.Equal("  None.", lines[^1]);
    }

    [Fact]
    public void A_node_is_told_with_its_epochs_and_what_it_refused()
    {
        var lines = Describe(
            "Node",
            """
            {"metadata": {"name": "fra-1"}, "spec": {"location": "fra", "addresses": ["127.0.1.1"]},
             "status": {"snapshotEpoch": 7, "wantedEpoch": 9, "verdictEpoch": 3, "purgeSequence": 2, "version": "1.0.0",
              "refusals": [{"key": "site.default.shop", "reason": "the backend is no URL"}]}}
            """);

        Assert.Contains("Snapshot     epoch 7, wanted 9", lines);
        Assert.Contains("Purges       all up to 2", lines);
        Assert.Contains("  - 127.0.1.1", lines);
        Assert.Contains("Refused, the last good content stays in force", lines);
        Assert.Contains("  site.default.shop   the backend is no URL", lines);
    }

    [Fact]
    public void A_node_that_never_reported_says_so() => Assert.Contains(
        "Status       The node has not reported yet.",
        Describe("Node", """{"metadata": {"name": "fra-1"}, "spec": {"location": "fra"}}"""));

    [Fact]
    public void A_secrets_values_are_not_shown()
    {
        var lines = Describe(
            "Secret",
            """
            {"metadata": {"name": "tls", "namespace": "default"}, "type": "kubernetes.io/tls",
             "data": {"tls.key": "c2VjcmV0"}}
            """);

        Assert.Contains("  type: kubernetes.io/tls", lines);
        Assert.Contains(lines, line => line.Contains("tls.key: \"8 characters, not shown\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_members_of_a_status_are_left_out()
    {
        var lines = Describe(
            "Certificate",
            """
            {"metadata": {"name": "shop", "namespace": "default"}, "spec": {"issuer": "default"},
             "status": {"orderUrl": "", "challenges": [], "serial": "ab", "failures": 0}}
            """);

        Assert.Contains("  serial: ab", lines);
        Assert.Contains("  failures: 0", lines);
        Assert.DoesNotContain(lines, line => line.Contains("orderUrl", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("challenges", StringComparison.Ordinal));
    }

    private static string[] Describe(string kind, string document, params string[] events) =>
        CommandLine.Lines(output => new Description(output, Paint.None, Now).Write(
            KindRegistry.FindByAnyName(kind)!,
            JsonNode.Parse(document)!.AsObject(),
            [.. events.Select(text => JsonNode.Parse(text)!.AsObject())]));
}
