using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Core.Network.Addresses;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>Looks for attacks that nothing would meet. Pure; goes by documents, not by what nodes report.</summary>
public static class DefenceAudit
{
    private static readonly int[] Layers = [3, 4, 7];

    /// <summary>Who meets what, by location and layer.</summary>
    public static ImmutableArray<LayerCover> Cover(DefenceFacts facts) =>
    [
        .. facts.Locations.OrderBy(location => location.Metadata.Name, StringComparer.Ordinal)
            .SelectMany(location => Layers.Select(layer => new LayerCover(
                location.Metadata.Name, location.Spec.Provider, layer, [.. By(facts, location, layer)]))),
    ];

    /// <summary>Every finding: the worst first, then by subject.</summary>
    public static ImmutableArray<AuditFinding> Find(DefenceFacts facts) =>
    [
        .. facts.Locations.SelectMany(location => OfRules(facts, location).Concat(OfProvider(facts, location)))
            .Concat(facts.Defences.SelectMany(OfDefence))
            .OrderBy(finding => finding.Severity).ThenBy(finding => finding.Subject, StringComparer.Ordinal)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> By(DefenceFacts facts, Location location, int layer)
    {
        if (facts.Scrubbing(location) is { } scrubbing && scrubbing.Layers.Contains(layer))
        {
            yield return $"{location.Spec.Provider}'s scrubbing, {Limit(scrubbing)}, "
                + (scrubbing.AlwaysOn ? "always on" : "once it has seen an attack");
        }

        if (facts.At(location.Metadata.Name).FirstOrDefault() is { } defence && OurLimit(defence, layer) is { } limit)
        {
            yield return $"the nodes' rules (defence/{defence.Metadata.Name}), {limit}";
        }
    }

    private static string Limit(ProviderScrubbing scrubbing) => scrubbing.GigabitsPerSecond > 0
        ? string.Create(CultureInfo.InvariantCulture, $"up to {scrubbing.GigabitsPerSecond} Gbit/s")
        : "up to nobody knows what";

    private static string? OurLimit(Resources.Defence defence, int layer) => layer switch
    {
        3 => "up to what the link carries",
        4 when defence.Spec.Syn != SynDefence.Off || defence.Spec.SynsPerSecond > 0 =>
            "up to what the link carries and the processors drop",
        _ => null,
    };

    private static IEnumerable<AuditFinding> OfRules(DefenceFacts facts, Location location)
    {
        var (name, here) = (location.Metadata.Name, facts.At(location.Metadata.Name).ToList());
        var subject = $"location/{name}";
        if (here.Count == 0)
        {
            yield return new AuditFinding(
                AuditSeverity.Error, subject, "NoDefence", "Its nodes drop nothing: no Defence names it.",
                "Write a Defence without spec.locations: selvedge apply -f examples/defence.yaml.");
        }

        if (here.Count > 1)
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "SeveralDefences",
                $"{here.Count} Defences name it: {here[0].Metadata.Name} decides, and lists are joined.",
                "Let one of them name it, unless it was meant so.");
        }
    }

    private static IEnumerable<AuditFinding> OfProvider(DefenceFacts facts, Location location)
    {
        var (subject, provider) = ($"location/{location.Metadata.Name}", location.Spec.Provider);
        if (facts.Scrubbing(location) is not { } scrubbing || !scrubbing.Layers.Contains(3))
        {
            yield return new AuditFinding(
                AuditSeverity.Warning, subject, "LinkUncovered",
                $"A flood that fills its link takes it down: {provider} is not known to filter layer 3.",
                $"If it does, write spec.scrubbing into provider/{provider}; else see that sites are placed at "
                + "locations of another provider too.");
            yield break;
        }

        if (scrubbing.GigabitsPerSecond <= 0)
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "ScrubbingUnmeasured", $"It is not known how much {provider} filters.",
                $"Ask for it, and write spec.scrubbing.gigabitsPerSecond into provider/{provider}.");
        }

        if (!scrubbing.AlwaysOn)
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "ScrubbingLate",
                $"{provider} filters only once it has seen an attack: its first minutes arrive.",
                "Ask for filtering that is always on, or keep the nodes' own rules able to hold that long.");
        }

        if (!scrubbing.Layers.Contains(7))
        {
            yield return new AuditFinding(
                AuditSeverity.Note, subject, "RequestsUncovered",
                "Nothing meets a flood of valid requests: no rule of layers 3 and 4 tells it from users.",
                "Let caches answer what they can, and place sites at more locations.");
        }
    }

    private static IEnumerable<AuditFinding> OfDefence(Resources.Defence defence)
    {
        var spec = defence.Spec;
        foreach (var (off, severity, code, what, field) in new[]
        {
            (spec.Syn == SynDefence.Off, AuditSeverity.Error, "SynOff", "a flood of connection requests",
                "syn: Cookies"),
            (!spec.Detection.Mitigate, AuditSeverity.Warning, "MitigationOff",
                "attacks that are seen, and only tells them", "detection.mitigate: true"),
            (!spec.Bogons, AuditSeverity.Warning, "BogonsOff", "sources that cannot be", "bogons: true"),
            (!spec.Amplification, AuditSeverity.Warning, "AmplificationOff", "answers of open servers",
                "amplification: true"),
            (!spec.InvalidFlags, AuditSeverity.Note, "InvalidFlagsOff", "impossible TCP flags", "invalidFlags: true"),
            (!spec.Fragments, AuditSeverity.Note, "FragmentsOff", "fragments", "fragments: true"),
            (spec.SynsPerSecond == 0, AuditSeverity.Note, "SynsUnlimited", "many SYNs of one source",
                "synsPerSecond: 100"),
            (spec.UdpPerSecond == 0, AuditSeverity.Note, "UdpUnlimited", "much UDP of one source",
                "udpPerSecond: 5000"),
        })
        {
            if (off)
            {
                yield return new AuditFinding(
                    severity, $"defence/{defence.Metadata.Name}", code, $"It does nothing about {what}.",
                    $"Write spec.{field}.");
            }
        }
    }
}
