using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Certificate</c>.</summary>
internal static class CertificateKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Certificate",
        Plural = "certificates",
        Singular = "certificate",
        ShortNames = ["cert"],
        Categories = ["selvedge"],
        Namespaced = true,
        HasStatus = true,
        MadeByControlPlane = true,
        Schema = CommonSchemas.Document(
            "A certificate the network keeps valid. Made by the control plane, one a Site.",
            Optional("spec", Fields("What is wanted.",
                Optional("hostnames", Set("The subject alternative names.", Text("One name.", TextFormat.Hostname))),
                Optional("issuer", Text("The name of the issuer.", orElse: "default")),
                Optional("secretName", Text("The Secret in the same namespace that holds chain and key.")))),
            Optional("status", Status)),
        Columns =
        [
            Columns.List("Hostnames", "The subject alternative names.", 0, "spec", "hostnames"),
            CommonSchemas.Ready,
            new PrinterColumn("Reason", "string", 0, "Why it is not ready.", static (document, _) =>
                Columns.Condition(document, "Ready", "reason")),
            new PrinterColumn("Expires", "string", 0, "Time until the issued certificate ends.",
                static (document, now) => Columns.Until(document, now, "status", "notAfter")),
            Columns.Value("Issuer", "Who issues it.", 1, "spec", "issuer"),
            Columns.Value("Secret", "Where chain and key are.", 1, "spec", "secretName"),
            Columns.Value("Serial", "In hexadecimal.", 1, "status", "serial"),
            CommonSchemas.Age,
        ],
    };

    private static Schema Status { get; } = Fields(
        "How far it is.",
        Optional("orderUrl", Text("The order under way.")),
        Optional("accountUrl", Text("The account that made the order.")),
        Optional("challenges", List("What nodes must answer so that the CA validates.", Fields(
            "One challenge.",
            Optional("type", Text("http-01 or dns-01.")),
            Optional("hostname", Text("The identifier that is validated.")),
            Optional("token", Text("The challenge's token.")),
            Optional("answer", Text("What is answered."))).Opened())),
        Optional("issuedHostnames", List("The hostnames of the certificate in the Secret.", Text("One name."))),
        Optional("notBefore", Text("When the issued certificate begins to be valid.", TextFormat.Moment)),
        Optional("notAfter", Text("When the issued certificate ends to be valid.", TextFormat.Moment)),
        Optional("renewAt", Text("When the next certificate is ordered.", TextFormat.Moment)),
        Optional("serial", Text("Serial number in hexadecimal.")),
        Optional("failures", Whole("Failures in a row.", 0, int.MaxValue)),
        Optional("notBeforeRetry", Text("No order is made before this moment.", TextFormat.Moment)),
        Optional("conditions", CommonSchemas.Conditions)).Opened();
}
