using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Finds what of a section no kernel can be given. The API refuses such documents; what becomes a rule is
/// looked at here once more.</summary>
internal static class DefenceCheck
{
    private const string Key = "defence";

    /// <summary>The refusal; none where nothing is wrong. Never throws.</summary>
    public static List<SectionRefusal> Find(Snapshot next, Manifest manifest)
    {
        var entry = manifest.Sections.FirstOrDefault(section => section.Kind == SectionKind.Defence);
        return next.Defence is { } section && Problem(section) is { } problem
            ? [new SectionRefusal(entry?.Key ?? Key, entry?.Hash ?? "", problem)]
            : [];
    }

    private static string? Problem(DefenceSection section)
    {
        if (section.Allow.Concat(section.Block)
            .FirstOrDefault(text => !AddressSet.TryParse(text, out _, out _)) is { } bad)
        {
            return $"'{bad}' is no prefix.";
        }

        var names = section.Mitigations.Select(mitigation => mitigation.Filter.Name).ToList();
        if (names.Exists(name => !IsName(name)) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            return "A mitigation's name is none, or is there twice.";
        }

        return section.Mitigations
            .SelectMany(mitigation => FlowFilters.Problems(mitigation.Filter).Select(problem =>
                $"Mitigation {mitigation.Filter.Name}: {problem.Field} {problem.Message}"))
            .Append(section.SynsPerSecond < 0 || section.UdpPerSecond < 0 || section.ConnectionsMax < 0
                ? "A limit is below 0." : null)
            .FirstOrDefault(problem => problem is not null);
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 63
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)
            || character is '-' or '.');
}
