using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Selvedge.Core.Network.Balancing;
using Selvedge.Core.Snapshots;
using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 VirtualAddress</c>.</summary>
internal static class VirtualAddressKind
{
    /// <summary>A balancer's tables are named after it, in names of the kernel.</summary>
    private const int NameLengthMax = 63;

    /// <summary>As many as one set of the kernel holds without asking.</summary>
    private const int PortsMax = 64;

    /// <summary>Routers spread over some tens of next hops at most.</summary>
    private const int BalancersMax = 32;

    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "VirtualAddress",
        Plural = "virtualaddresses",
        Singular = "virtualaddress",
        ShortNames = ["vip"],
        Categories = ["selvedge"],
        Schema = CommonSchemas.Document(
            "An address that some nodes of a location spread over others in the kernel.",
            Required("spec", Fields("What the operator wants.",
                Required("location", Text("The name of the Location whose nodes these are.", TextFormat.Name)),
                Required("address", Text("IPv4, for example 198.51.100.10.", TextFormat.Ip)),
                Required("ports", List("What is spread.", Fields("One port.",
                    Required("protocol", OneOf("Of layer 4.", null, "tcp", "udp")),
                    Required("port", Whole("The port.", 1, 65_535)))).Sized(1, PortsMax)),
                Required("balancers", Set("The Nodes that spread: routers send the address to them.",
                    Text("A Node.", TextFormat.Name)).Sized(1, BalancersMax)),
                Required("backends", Named("The Nodes that serve; others than the balancers.", ["node"], Fields(
                    "One Node.",
                    Required("node", Text("The Node.", TextFormat.Name)),
                    Optional("address", Text(
                        "Its IPv4 address that balancers reach it at; else the first one of the Node.",
                        TextFormat.Ip)),
                    Optional("weight", Whole(
                        "Its share of new flows; 0: no new flows.", 0, SlotTable.WeightMax, 1))))
                    .Sized(1, SlotTable.BackendsMax)),
                Optional("forwarding", OneOf(
                    "How packets reach a backend.", nameof(Forwarding.Direct), [.. Enum.GetNames<Forwarding>()])),
                Optional("sites", Set(
                    "Sites, name or namespace/name: a backend takes new flows while all of them may be served by it. "
                    + "None: while its weight is not 0.", Text("A site.").UpTo(320)).Sized(0, 1000)),
                Optional("sticky", Duration(
                    "How long a silent flow keeps its backend; 0: flows move with the table.", "5m", "0", "1d"))))),
        Columns =
        [
            Columns.Value("Location", "Whose nodes these are.", 0, "spec", "location"),
            Columns.Value("Address", "What is spread.", 0, "spec", "address"),
            new PrinterColumn("Ports", "string", 0, "What is spread.", static (document, _) => Ports(document)),
            new PrinterColumn("Forwarding", "string", 0, "How packets reach a backend.", static (document, _) =>
                JsonRead.Text(document, "spec", "forwarding") ?? nameof(Forwarding.Direct)),
            Columns.List("Balancers", "Who spreads.", 0, "spec", "balancers"),
            new PrinterColumn("Backends", "string", 0, "Those of a weight above 0, of all.",
                static (document, _) => Backends(document)),
            CommonSchemas.Age,
        ],
        Check = Check,
    };

    private static string Ports(JsonObject document) => string.Join(',', JsonRead.Items(document, "spec", "ports")
        .Select(entry => $"{JsonRead.Text(entry.Item, "protocol")}/{JsonRead.Whole(entry.Item, "port")}"));

    private static string Backends(JsonObject document)
    {
        var weights = JsonRead.Items(document, "spec", "backends")
            .Select(entry => JsonRead.Whole(entry.Item, "weight") ?? 1).ToList();
        return FormattableString.Invariant($"{weights.Count(weight => weight > 0)}/{weights.Count}");
    }

    private static void Check(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "metadata", "name") is { Length: > NameLengthMax })
        {
            problems.Add(new Problem(
                "metadata.name",
                $"It has more than {NameLengthMax} characters; the kernel's tables are named after it.",
                "Write a shorter name.", ProblemCause.FieldValueInvalid));
        }

        CheckFour("spec.address", JsonRead.Text(document, "spec", "address"), problems);
        CheckPorts(document, problems);
        var balancers = JsonRead.Texts(document, "spec", "balancers").Select(entry => entry.Text)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (index, backend) in JsonRead.Items(document, "spec", "backends"))
        {
            CheckFour($"spec.backends[{index}].address", JsonRead.Text(backend, "address"), problems);
            if (JsonRead.Text(backend, "node") is { } node && balancers.Contains(node))
            {
                problems.Add(new Problem(
                    $"spec.backends[{index}].node", $"{node} is a balancer of this address, and can do one of them.",
                    "Remove it from balancers or from backends.", ProblemCause.FieldValueDuplicate));
            }
        }
    }

    private static void CheckPorts(JsonObject document, ICollection<Problem> problems)
    {
        var seen = new HashSet<(string?, long?)>();
        foreach (var (index, port) in JsonRead.Items(document, "spec", "ports"))
        {
            var (protocol, number) = (JsonRead.Text(port, "protocol"), JsonRead.Whole(port, "port"));
            if (!seen.Add((protocol, number)))
            {
                problems.Add(new Problem(
                    $"spec.ports[{index}]", $"{protocol}/{number} is there already.", "Remove one of them.",
                    ProblemCause.FieldValueDuplicate));
            }
        }
    }

    private static void CheckFour(string path, string? text, ICollection<Problem> problems)
    {
        if (text is not null && TextForms.Check(TextFormat.Ip, text) is null
            && (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetwork
                || address.ToString() != text))
        {
            problems.Add(new Problem(
                path, $"'{TextForms.Brief(text)}' is not IPv4, which alone is balanced so far.",
                "Write for example 198.51.100.10.", ProblemCause.FieldValueInvalid));
        }
    }
}
