using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary><c>selvedge.dev/v1 Site</c>.</summary>
internal static class SiteKind
{
    public static ResourceKind Create() => new()
    {
        Group = ResourceNames.Group,
        Kind = "Site",
        Plural = "sites",
        Singular = "site",
        Categories = ["selvedge", "all"],
        Namespaced = true,
        HasStatus = true,
        Schema = CommonSchemas.Document(
            "A web site that the network serves: hostnames, where the content comes from, and where it may run.",
            Required("spec", Fields(
                "What the operator wants of the site. Hostnames and a backend make it complete.",
                Required("hostnames", Set(
                    "Fully qualified names in lower case, without the final dot. Each belongs to one Site.",
                    Text("One name.", TextFormat.Hostname)).Sized(1, 100)),
                Optional("backend", Backend),
                Optional("tls", Tls),
                Optional("cache", Cache),
                Optional("placement", Placement),
                Optional("residency", Fields("Where the law lets the site be processed.",
                    Optional("process", Set(
                        "Countries (ISO 3166-1 alpha-2) or regions (EU, europe, north-america, ...) where the site "
                        + "may be served. Empty: anywhere.", Text("A country or region."))))),
                Optional("steering", Steering))),
            Optional("status", Status)),
        Columns =
        [
            Columns.List("Hostnames", "The names it is served under.", 0, "spec", "hostnames"),
            new PrinterColumn("Places", "string", 0, "How many of its places are serviceable.",
                static (document, _) => JsonRead.Text(document, "status", "serviceablePlaces") ?? "<unknown>"),
            CommonSchemas.Ready,
            new PrinterColumn("Reason", "string", 1, "Why it is ready or not.", static (document, _) =>
                Columns.Condition(document, "Ready", "reason")),
            Columns.Value("Backend", "Where the content comes from.", 1, "spec", "backend", "url"),
            new PrinterColumn("Placement", "string", 1, "At which locations it is placed.",
                static (document, _) => JsonRead.Text(document, "spec", "placement", "policy") ?? "everywhere"),
            CommonSchemas.Age,
        ],
        Check = SiteChecks.Check,
    };

    private static Schema Backend { get; } = Fields(
        "Where the content comes from: a url, or a Service of the network. Neither: the Service ingress-upstream.",
        Optional("url", Text(
            "An absolute http or https URL without query or fragment; its path is put before each request's path.",
            TextFormat.Url)),
        Optional("service", Fields("The Service that the site is served from, in the site's namespace.",
            Required("name", Text("Its name.", TextFormat.Name)),
            Optional("port", ProbeSchemas.Port("Its port by number or name. Missing: its first.")))),
        Optional("hostHeader", Text("The Host header sent to the backend. Empty: the request's own host.", orElse: "")
            .UpTo(260).Matching(@"[A-Za-z0-9._-]+(:[0-9]{1,5})?")),
        Optional("probe", Fields(
            "The readiness probe that every node runs against the backend. Success is a status from 200 to 399.",
            Optional("path", Text("The path that is asked for.", orElse: "/").UpTo(2048)),
            Optional("interval", Duration("Time between two probes; 100 ms to 5 min.", "1s", "100ms", "5m")),
            Optional("timeout", Duration(
                "A probe without an answer by then has failed; 50 ms to 30 s.", "1s", "50ms", "30s")),
            Optional("failureThreshold", Whole("Failures in a row before the gate shuts; 1 to 10.", 1, 10, 2)))),
        Optional("timeout", Duration(
            "The longest wait for the backend's response header; 100 ms to 10 min.", "30s", "100ms", "10m")));

    private static Schema Tls { get; } = Fields(
        "TLS towards users.",
        Optional("issuer", Text("The name of the issuer that certificates come from.", TextFormat.Name, "default")),
        Optional("minimumVersion", OneOf("The oldest version of TLS that is spoken.", "1.2", "1.2", "1.3")),
        Optional("redirect", Truth("Whether plain HTTP is answered by a redirect to HTTPS.", true)));

    private static Schema Cache { get; } = Fields(
        "What may be kept, and for how long.",
        Optional("enabled", Truth("Whether anything is kept.", true)),
        Optional("grace", Duration(
            "How long after it went stale an object may be served while the backend fails (RFC 5861); 0 to 30 d.",
            "24h", "0", "30d")),
        Optional("rules", List(
            "The first rule whose match holds applies. Without one the backend's headers alone decide.",
            Fields(
                "One rule.",
                Optional("match", Fields("Which requests.",
                    Optional("path", Text("An exact path, or a prefix ending in *. Empty: every path.", orElse: "")
                        .UpTo(2048)))),
                Optional("ttl", Duration(
                    "Overrides the backend's freshness lifetime; 0 to 365 d. Missing: the backend decides.",
                    null, "0", "365d")),
                Optional("tagsFrom", Text(
                    "The response header that carries space-separated purge tags. Empty: Surrogate-Key.", orElse: "")
                    .UpTo(100).Matching("[A-Za-z0-9-]+")),
                Optional("bypass", Truth("True: never kept.", false)))).Sized(0, 100)));

    private static Schema Placement { get; } = Fields(
        "At which locations the site is placed.",
        Optional("policy", OneOf("everywhere, or static: exactly the locations named.", "everywhere",
            "everywhere", "static")),
        Optional("locations", Set("For static: the names of the locations.",
            Text("The name of a Location.", TextFormat.Name))),
        Optional("mustNotInclude", Set("Locations that are left out, under either policy.",
            Text("The name of a Location.", TextFormat.Name))));

    private static Schema Steering { get; } = Fields(
        "How DNS picks among the serviceable locations.",
        Optional("ttl", Duration("The TTL of steered answers; 1 s to 1 h.", "30s", "1s", "1h")),
        Optional("whenAllDown", OneOf("What is answered when the verdict leaves no place.", "LastGood",
            "LastGood", "All", "Fail")),
        Optional("filters", List(
            "The filter chain, in order: a name, or an object whose only member is the name. Known: up, allowed, "
            + "geotarget_country, geotarget_latlong, shuffle, {select_first_n: {n: 2}}. Empty: up, "
            + "geotarget_latlong, {select_first_n: {n: 2}}.", Anything("One step.")).Sized(0, 16)));

    private static Schema Status { get; } = Fields(
        "How the site is; written by the control plane.",
        Optional("observedGeneration", Whole("The generation that the status speaks of.", 0, long.MaxValue)),
        Optional("verdicts", Named("One verdict a location.", ["location"], Fields(
            "Whether users may be sent to the site at one location.",
            Required("location", Text("The name of the Location.")),
            Optional("serviceable", Truth("True where users may be sent.")),
            Optional("epoch", Whole("Of the verdict table.", 0, long.MaxValue)),
            Optional("held", Text("Why a guard keeps the last good answer although gates are shut.")),
            Optional("nodes", List("The nodes that may be named to users.", Text("A node's name."))),
            Optional("shut", List("The gates that are shut.", Fields(
                "One gate.",
                Optional("gate", Text("Which.")),
                Optional("reason", Text("One CamelCase word.")),
                Optional("detail", Text("One sentence with the evidence.")),
                Optional("since", Text("When it shut.", TextFormat.Moment))).Opened())))
            .Opened())),
        Optional("conditions", CommonSchemas.Conditions)).Opened();
}
