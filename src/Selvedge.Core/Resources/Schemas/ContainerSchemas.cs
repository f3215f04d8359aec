using static Selvedge.Core.Resources.Schemas.Describe;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What one program of a pod is described by.</summary>
internal static class ContainerSchemas
{
    private const string Label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /// <summary>A container.</summary>
    public static Schema Container { get; } = Fields(
        "One program of the pod.",
        Required("name", Text("Unique in the pod: small letters, digits and '-', at most 63.").Matching(Label)),
        Required("image", Text("For example registry.example.com/shop:1.4.").UpTo(1024).Matching(@"[!-~]+")),
        Optional("imagePullPolicy", OneOf(
            "When the image is fetched. Missing: Always for the tag latest or none, else IfNotPresent.", null,
            "Always", "IfNotPresent", "Never")),
        Optional("command", List("Instead of the image's entry point.", Text("One word.")).Sized(0, 256)),
        Optional("args", List("Instead of the image's arguments.", Text("One word.")).Sized(0, 1024)),
        Optional("workingDir", Text("Where it starts. Empty: the image's.", orElse: "").UpTo(1024)),
        Optional("env", Named("Environment variables; they win over envFrom.", ["name"], Variable).Sized(0, 1000)),
        Optional("envFrom", List("Whole ConfigMaps and Secrets as environment variables.", Fields(
            "One source: exactly one of configMapRef and secretRef.",
            Optional("prefix", Text("Put before each name.", orElse: "").UpTo(256)),
            Optional("configMapRef", Document("A ConfigMap.")),
            Optional("secretRef", Document("A Secret.")))).Sized(0, 100)),
        Optional("ports", Named("Where it listens.", ["containerPort"], Fields(
            "One port.",
            Required("containerPort", ProbeSchemas.PortNumber("Its number.")),
            Optional("name", Text("A name that services and probes may use.", orElse: "").UpTo(15)
                .Matching("[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?")),
            Optional("protocol", OneOf("TCP is the one that is served.", "TCP", "TCP")))).Sized(0, 100)),
        Optional("resources", Fields("What it needs and what it may take.",
            Optional("requests", CommonSchemas.Amounts("What has to be free where it runs.")),
            Optional("limits", CommonSchemas.Amounts("What it never gets more of.")))),
        Optional("volumeMounts", Named("Volumes that it sees.", ["mountPath"], Fields(
            "One mount.",
            Required("name", Text("The volume.").Matching(Label)),
            Required("mountPath", Text("An absolute path in the container.").UpTo(1024).Matching("/[^:]*")),
            Optional("subPath", Text("One file or folder of the volume instead of all.", orElse: "").UpTo(1024)),
            Optional("readOnly", Truth("True: it cannot be written.", false)))).Sized(0, 100)),
        Optional("startupProbe", ProbeSchemas.Probe("Has to succeed before the others begin.")),
        Optional("readinessProbe", ProbeSchemas.Probe("Whether traffic may come.")),
        Optional("livenessProbe", ProbeSchemas.Probe("Whether it is to be restarted.")),
        Optional("securityContext", Fields("As whom it runs, and what it may do.",
            Optional("runAsUser", Whole("The user's number.", 0, int.MaxValue)),
            Optional("runAsGroup", Whole("The group's number.", 0, int.MaxValue)),
            Optional("readOnlyRootFilesystem", Truth("True: the image's files cannot be changed.", false)))),
        Optional("terminationMessagePath", Text("Kept for Kubernetes' clients; not read.")),
        Optional("terminationMessagePolicy", Text("Kept for Kubernetes' clients; not read.")));

    /// <summary>A volume.</summary>
    public static Schema Volume { get; } = Fields(
        "Files for the containers: exactly one of configMap, secret and emptyDir.",
        Required("name", Text("Unique in the pod.").Matching(Label)),
        Optional("configMap", Fields("A file for each entry of a ConfigMap.",
            Required("name", Text("The ConfigMap.", TextFormat.Name)),
            Optional("items", Items),
            Optional("defaultMode", Mode("The files' mode.", 420)),
            Optional("optional", Truth("True: a missing document is an empty folder.", false)))),
        Optional("secret", Fields("A file for each entry of a Secret.",
            Required("secretName", Text("The Secret.", TextFormat.Name)),
            Optional("items", Items),
            Optional("defaultMode", Mode("The files' mode.", 420)),
            Optional("optional", Truth("True: a missing document is an empty folder.", false)))),
        Optional("emptyDir", Fields("An empty folder that lives as long as the pod.")));

    private static Schema Items => List(
        "Which entries, and under which path. Missing: all, each under its key.", Fields(
            "One file.",
            Required("key", Text("The entry.").UpTo(SchemaLimits.NameLengthMax)),
            Required("path", Text("The file, relative, without '..'.").UpTo(1024)),
            Optional("mode", Mode("The file's mode.", null)))).Sized(0, 1000);

    private static Schema Variable => Fields(
        "One variable: value or valueFrom.",
        Required("name", Text("Its name.").UpTo(1024).Matching("[!-<>-~]+")),
        Optional("value", Text("Its text; $(NAME) stands for a variable before it.", orElse: "")),
        Optional("valueFrom", Fields("Where its text comes from: exactly one of these.",
            Optional("configMapKeyRef", Key("An entry of a ConfigMap.")),
            Optional("secretKeyRef", Key("An entry of a Secret.")),
            Optional("fieldRef", Fields("A field of the pod.",
                Optional("apiVersion", OneOf("Of the field.", "v1", "v1")),
                Required("fieldPath", Text(
                    "metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], "
                    + "metadata.annotations['KEY'], spec.nodeName or status.podIP.").Matching(
                    @"metadata\.(name|namespace|uid)|metadata\.(labels|annotations)\['[^']+'\]|spec\.nodeName"
                    + @"|status\.podIP")))))));

    private static Schema Document(string description) => Fields(
        description,
        Required("name", Text("Its name.", TextFormat.Name)),
        Optional("optional", Truth("True: nothing happens where it is not there.", false)));

    private static Schema Key(string description) => Fields(
        description,
        Required("name", Text("The document's name.", TextFormat.Name)),
        Required("key", Text("The entry.").UpTo(SchemaLimits.NameLengthMax)),
        Optional("optional", Truth("True: nothing happens where it is not there.", false)));

    private static Schema Mode(string description, long? orElse) =>
        Whole($"{description} Decimal or octal.", 0, 511, orElse);
}
