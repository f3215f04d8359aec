using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>How containers are asked how they are.</summary>
internal static class ProbeSchemas
{
    private const int PortMax = 65_535;

    /// <summary>A container's probe.</summary>
    public static Schema Probe(string description) => Fields(
        description,
        Optional("httpGet", Fields("A request whose status from 200 to 399 is success.",
            Optional("path", Text("The path that is asked for.", orElse: "/").UpTo(2048)),
            Required("port", Port("A container's port by number or name.")),
            Optional("scheme", OneOf("HTTPS: the certificate is not looked at.", "HTTP", "HTTP", "HTTPS")),
            Optional("httpHeaders", List("Further fields.", Fields("One field.",
                Required("name", Text("Its name.").UpTo(256)),
                Required("value", Text("Its value.").UpTo(4096)))).Sized(0, 32)))),
        Optional("tcpSocket", Fields("A connection that is accepted is success.",
            Required("port", Port("A container's port by number or name.")))),
        Optional("exec", Fields("A command in the container that ends with 0 is success.",
            Required("command", List("The program and its arguments; no shell reads it.", Text("One word."))
                .Sized(1, 256)))),
        Optional("initialDelaySeconds", Whole("From the container's start to the first.", 0, 86_400, 0)),
        Optional("periodSeconds", Whole("Between two.", 1, 86_400, 10)),
        Optional("timeoutSeconds", Whole("No answer by then is a failure.", 1, 3600, 1)),
        Optional("successThreshold", Whole("Successes in a row that make it well.", 1, 100, 1)),
        Optional("failureThreshold", Whole("Failures in a row that make it unwell.", 1, 1000, 3)));

    /// <summary>A port by number or name.</summary>
    public static Schema Port(string description) => new()
    {
        Type = SchemaType.WholeNumberOrText,
        Description = description,
        Minimum = 1,
        Maximum = PortMax,
        Pattern = "[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?",
    };

    /// <summary>A port's number.</summary>
    public static Schema PortNumber(string description) => Whole(description, 1, PortMax);
}
