using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Snapshots;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Mitigation</c>.</summary>
internal static class MitigationKind
{
    /// <summary>A set in the kernel is named after it.</summary>
    private const int NameLengthMax = 63;

    private const int PortMax = 65_535;
    private const int LengthMax = 65_535;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Mitigation",
        Plural = "mitigations",
        Singular = "mitigation",
        ShortNames = ["mit"],
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "Packets that nodes drop for a time.",
            Required("spec", Fields("What is dropped, where, and until when.",
                Required("match", Match),
                Optional("locations", Set(
                    "Names of Locations; else every location.", Text("A Location.", TextFormat.Name))),
                Optional("expiresAt", Text("When it ends; else expiresAfter decides.", TextFormat.Moment)),
                Optional("expiresAfter", Duration("How long after it was stored it ends.", "1h", "1s", "7d")),
                Optional("reason", Text("Why, for people.", orElse: "").UpTo(1000))))),
        Columns =
        [
            new PrinterColumn("Match", "string", 0, "Which packets.", static (document, _) =>
                TryMatch(document, out var filter) ? FlowFilters.Describe(filter) : "<unknown>"),
            new PrinterColumn("Locations", "string", 0, "Where.", static (document, _) =>
                JsonRead.Texts(document, "spec", "locations").Any()
                    ? Columns.Join(JsonRead.Texts(document, "spec", "locations")) : "<all>"),
            new PrinterColumn("Remaining", "string", 0, "Until it ends.", static (document, now) =>
                Remaining(document, now)),
            Columns.Value("Reason", "Why.", 0, "spec", "reason"),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static Schema Match => Fields("Which packets: all that is named has to fit.",
        Optional("destination", Text("Where they go, CIDR.", TextFormat.Cidr)),
        Optional("source", Text("Where they come from, CIDR.", TextFormat.Cidr)),
        Optional("protocol", Text("tcp, udp, icmp or a number.").UpTo(4)),
        Optional("ports", Ports("Destination ports.")),
        Optional("sourcePorts", Ports("Source ports.")),
        Optional("lengthMin", Whole("The shortest packet, in bytes with its IP header.", 0, LengthMax)),
        Optional("lengthMax", Whole("The longest packet.", 0, LengthMax)),
        Optional("tcpFlags", Text("Flags that are set, of those that are looked at: syn/syn,ack.").UpTo(64)),
        Optional("ttl", Whole("The hops that are left.", 1, 255)),
        Optional("packetsPerSecond", Whole("So many pass; else none.", 0, long.MaxValue)));

    private static Schema Ports(string description) =>
        List(description, Whole("A port.", 0, PortMax)).Sized(0, FlowFilters.PortsMax);

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "metadata", "name") is { Length: > NameLengthMax })
        {
            problems.Add(new Problem(
                "metadata.name", $"It has more than {NameLengthMax} characters; a set in the kernel is named after it.",
                "Write a shorter name.", ProblemCause.FieldValueInvalid));
        }

        if (JsonRead.At(document, "spec", "expiresAt") is not null
            && JsonRead.At(document, "spec", "expiresAfter") is not null)
        {
            problems.Add(new Problem(
                "spec.expiresAfter", "expiresAt says when it ends already.", "Write one of them.",
                ProblemCause.FieldValueForbidden));
        }

        if (!TryMatch(document, out var filter))
        {
            // The schema has told what is wrong with its shape.
            return;
        }

        foreach (var (field, message, fix) in FlowFilters.Problems(filter))
        {
            var path = field.Length == 0 ? "spec.match" : $"spec.match.{field}";
            if (problems.All(problem => problem.Path != path))
            {
                problems.Add(new Problem(path, message, fix, ProblemCause.FieldValueInvalid));
            }
        }
    }

    private static bool TryMatch(JsonObject document, out FlowFilter filter)
    {
        filter = new FlowFilter();
        if (JsonRead.At(document, "spec", "match") is not JsonObject match)
        {
            return false;
        }

        if (!CoreJson.TryRead<FlowFilter>(Encoding.UTF8.GetBytes(match.ToJsonString()), out var read, out _))
        {
            return false;
        }

        filter = read;
        return true;
    }

    private static string Remaining(JsonObject document, DateTimeOffset now)
    {
        var bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        if (!CoreJson.TryRead<Mitigation>(bytes, out var mitigation, out _))
        {
            return "<unknown>";
        }

        var left = mitigation.ExpiresAt - now;
        return left > TimeSpan.Zero ? Columns.Age(left) : "<over>";
    }
}
