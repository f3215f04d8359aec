using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Zone</c>.</summary>
internal static class ZoneKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Zone",
        Plural = "zones",
        Singular = "zone",
        Categories = ["selvedge"],
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A DNS zone that every node answers for. Its name is the apex without the final dot.",
            Required("spec", Fields(
                "What the operator wants of the zone.",
                Required("nameServers", Set("The NS records of the apex, fully qualified.",
                    Text("The name of a name server.")).Sized(1, 13)),
                Optional("mailbox", Text(
                    "The mailbox of the SOA as an e-mail address. Empty: hostmaster@ the apex.",
                    TextFormat.Mailbox, "")),
                Optional("negativeTtl", Duration(
                    "How long a negative answer may be kept (RFC 2308); 0 s to 3 h.", "60s", "0", "3h")),
                Optional("records", Named(
                    "The static records. Hostnames of Sites are added by themselves.", ["name", "type"], Fields(
                        "One RRset.",
                        Required("name", Text("Relative to the apex; @ is the apex itself.").UpTo(253)),
                        Required("type", OneOf("The type of the records.", null,
                            "A", "AAAA", "CNAME", "TXT", "MX", "CAA", "NS")),
                        Optional("ttl", Duration("How long an answer may be kept; 0 s to 7 d.", "5m", "0", "7d")),
                        Required("values", Set(
                            "One value a record, in master-file form (RFC 1035), without quotes for TXT.",
                            Text("One value.")).Sized(1, 100))))))),
            Optional("status", Fields("How the zone is; written by the control plane.",
                Optional("conditions", CommonSchemas.Conditions)).Opened())),
        Columns =
        [
            Columns.List("Name Servers", "Who answers for it.", 0, "spec", "nameServers"),
            new PrinterColumn("Records", "string", 0, "How many static RRsets it has.", static (document, _) =>
                FormattableString.Invariant($"{JsonRead.Items(document, "spec", "records").Count()}")),
            Columns.Value("Negative TTL", "How long a negative answer may be kept.", 1, "spec", "negativeTtl"),
            CommonSchemas.Age,
        ],
        Check = ZoneChecks.Check,
    };
}
