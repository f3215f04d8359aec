using System.Text.Json.Nodes;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Defence</c>.</summary>
internal static class DefenceKind
{
    /// <summary>Prefixes of one document: as many as the largest body has room for. More are for further documents.
    /// </summary>
    private const int PrefixesMax = 100_000;

    private const long PacketsMax = 1_000_000_000;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Defence",
        Plural = "defences",
        Singular = "defence",
        ShortNames = ["def"],
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "How nodes defend themselves at layers 3 and 4.",
            Optional("spec", Fields("What the operator wants.",
                Optional("locations", Set(
                    "Names of Locations; else every location.", Text("A Location.", TextFormat.Name))),
                Optional("bogons", Truth("Whether sources that cannot be are dropped.", true)),
                Optional("invalidFlags", Truth("Whether packets with impossible TCP flags are dropped.", true)),
                Optional("fragments", Truth("Whether fragments after the first are dropped.", true)),
                Optional("amplification", Truth(
                    "Whether long UDP packets from ports that are known to amplify are dropped.", true)),
                Optional("allow", Prefixes("Sources that no rule applies to; the network's own nodes always are.")),
                Optional("block", Prefixes("Sources that are dropped.")),
                Optional("synsPerSecond", Whole(
                    "SYNs a second that pass of one source (IPv6: one /64); 0: no limit.", 0, PacketsMax, 100)),
                Optional("udpPerSecond", Whole(
                    "UDP packets a second that pass of one source; 0: no limit.", 0, PacketsMax, 5000)),
                Optional("connectionsMax", Whole("Connections at once of one source; 0: no limit.", 0, 65_535, 0)),
                Optional("syn", OneOf(
                    "How a flood of connection requests is met.", nameof(SynDefence.Cookies),
                    [.. Enum.GetNames<SynDefence>()])),
                Optional("detection", Fields("When traffic is an attack.",
                    Optional("mitigate", Truth("False: what would be done is only told.", true)),
                    Optional("packetsPerSecond", Whole(
                        "To one address and protocol, from which on it is looked at.", 100, PacketsMax, 50_000)),
                    Optional("share", Number(
                        "Of the excess that a rule has to cover, 0.5 to 1; else 0.7.", 0.5, 1)),
                    Optional("expiry", Duration("How long a rule lasts after it last matched.", "5m", "1s", "1d")),
                    Optional("probation", Duration(
                        "How long a rule that ended still counts.", "1m", "0", "1d"))))))),
        Columns =
        [
            new PrinterColumn("Locations", "string", 0, "Where.", static (document, _) =>
                JsonRead.Texts(document, "spec", "locations").Any()
                    ? Columns.Join(JsonRead.Texts(document, "spec", "locations")) : "<all>"),
            new PrinterColumn("Syn", "string", 0, "How floods of connection requests are met.", static (document, _) =>
                JsonRead.Text(document, "spec", "syn") ?? nameof(SynDefence.Cookies)),
            Count("Allowed", "allow"),
            Count("Blocked", "block"),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static Schema Prefixes(string description) =>
        List(description, Text("A prefix or an address.")).Sized(0, PrefixesMax);

    private static PrinterColumn Count(string name, string member) =>
        new(name, "string", 0, "Prefixes.", (document, _) =>
            FormattableString.Invariant($"{JsonRead.Items(document, "spec", member).Count()}"));

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        foreach (var member in (string[])["allow", "block"])
        {
            foreach (var (index, text) in JsonRead.Texts(document, "spec", member))
            {
                if (!AddressSet.TryParse(text, out _, out _))
                {
                    problems.Add(new Problem(
                        $"spec.{member}[{index}]", $"'{TextForms.Brief(text)}' is no prefix.",
                        "Write for example 192.0.2.0/24, 192.0.2.1 or 2001:db8::/48.",
                        ProblemCause.FieldValueInvalid));
                }
                else if (text.EndsWith("/0", StringComparison.Ordinal))
                {
                    problems.Add(new Problem(
                        $"spec.{member}[{index}]", $"{text} is everybody.",
                        member == "block"
                            ? "Name whom to drop; to take a place out of service, drain its Location."
                            : "Name whom to trust; to turn the defence off, delete the document.",
                        ProblemCause.FieldValueInvalid));
                }
            }
        }
    }
}
