using System.Text;
using System.Text.Json.Nodes;
using k8s;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads.Cluster;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Tests.Workloads.Cluster;

public sealed class ClusterObjectsTests
{
    private static readonly PodSection Full = Section();

    [Fact]
    public void A_pod_is_a_Deployment_of_one_replica_that_is_never_two()
    {
        var deployment = Json(ClusterObjects.Deployment(Full));
        var spec = deployment["spec"]!;
        Assert.Equal("apps/v1", (string?)deployment["apiVersion"]);
        Assert.Equal((1, "Recreate"), ((int)spec["replicas"]!, (string?)spec["strategy"]!["type"]));
        Assert.Null(spec["strategy"]!["rollingUpdate"]);
        var labels = deployment["metadata"]!["labels"]!;
        Assert.Equal("node-1", (string?)labels["selvedge.dev/node"]);
        Assert.Equal("uid-web", (string?)labels["selvedge.dev/uid"]);
        Assert.True(JsonNode.DeepEquals(labels, spec["selector"]!["matchLabels"]));
        Assert.True(JsonNode.DeepEquals(labels, spec["template"]!["metadata"]!["labels"]));
        Assert.Null(labels["app"]);

        var pod = spec["template"]!["spec"]!;
        Assert.Equal((5, "Always"), ((int)pod["terminationGracePeriodSeconds"]!, (string?)pod["restartPolicy"]));
        Assert.Equal((false, false), (
            (bool)pod["automountServiceAccountToken"]!, (bool)pod["enableServiceLinks"]!));
        Assert.Null(pod["nodeName"]);
    }

    [Fact]
    public void The_next_process_of_the_node_knows_whose_it_is()
    {
        var deployment = ClusterObjects.Deployment(Full);
        Assert.Equal(
            new PodIdentity("default", "web", "uid-web", TimeSpan.FromSeconds(5)),
            ClusterNames.Identity(deployment.Metadata.Annotations, TimeSpan.FromSeconds(5)));
        Assert.Null(ClusterNames.Identity(null, TimeSpan.Zero));
        Assert.Equal("selvedge.dev/node=node-1", ClusterNames.Selector("node-1"));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("shop-7d9f.example")]
    [InlineData("a-very-long-name-of-a-pod-that-goes-on-and-on-and-on-and-on-and-on-and-never-ends")]
    [InlineData("twenty-nine-characters-and-a-")]
    public void Names_leave_room_for_what_the_cluster_adds(string pod)
    {
        var identity = new PodIdentity("default", pod, "00000000-0000-0000-0000-000000000001", TimeSpan.Zero);
        foreach (var name in (string[])
            [ClusterNames.Deployment(identity), ClusterNames.Document(identity, secret: true, new string('x', 250))])
        {
            Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", name);
        }

        Assert.True(ClusterNames.Deployment(identity).Length <= 63 - 17);
        Assert.NotEqual(
            ClusterNames.Deployment(identity), ClusterNames.Deployment(identity with { Uid = "another" }));
    }

    [Theory]
    [InlineData("node-1", "node-1")]
    [InlineData("", null)]
    [InlineData("-x", null)]
    [InlineData("a b", null)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    public void A_text_that_is_no_label_becomes_one(string text, string? label)
    {
        Assert.Matches("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", ClusterNames.Label(text));
        Assert.Equal(label is not null, ClusterNames.Label(text) == text);
    }

    [Fact]
    public void Variables_are_left_to_the_cluster_but_for_what_they_say_of_the_pod()
    {
        var container = Json(ClusterObjects.Deployment(Full))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        var env = container["env"]!.AsArray().ToDictionary(
            one => (string)one!["name"]!, one => one!, StringComparer.Ordinal);
        var texts = ClusterNames.Document(ClusterObjects.Identity(Full), secret: false, "words");
        var keys = ClusterNames.Document(ClusterObjects.Identity(Full), secret: true, "keys");
        Assert.Equal("status.podIP", (string?)env["POD_IP"]["valueFrom"]!["fieldRef"]!["fieldPath"]);
        Assert.Equal("$(GREETING)!", (string?)env["LOUD"]["value"]);
        var greeting = env["GREETING"]["valueFrom"]!["configMapKeyRef"]!;
        Assert.Equal((texts, "greeting"), ((string?)greeting["name"], (string?)greeting["key"]));
        Assert.Null(greeting["optional"]);
        Assert.True((bool)env["TOKEN"]["valueFrom"]!["secretKeyRef"]!["optional"]!);
        Assert.Equal(keys, (string?)env["TOKEN"]["valueFrom"]!["secretKeyRef"]!["name"]);
        Assert.Equal(("web", "node-1"), ((string?)env["NAME"]["value"], (string?)env["WHERE"]["value"]));
        Assert.Equal("$$(GREETING)", (string?)env["MARK"]["value"]);
        Assert.Equal("POD_IP", (string?)container["env"]![0]!["name"]);
        Assert.Equal("P_", (string?)container["envFrom"]![0]!["prefix"]);
    }

    [Fact]
    public void Containers_keep_what_they_ask_for()
    {
        var container = Json(ClusterObjects.Deployment(Full))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal("http", (string?)container["readinessProbe"]!["httpGet"]!["port"]);
        Assert.Equal(8080, (int)container["livenessProbe"]!["tcpSocket"]!["port"]!);
        Assert.Equal(2, (int)container["livenessProbe"]!["failureThreshold"]!);
        Assert.Equal("250m", (string?)container["resources"]!["requests"]!["cpu"]);
        Assert.Equal("64Mi", (string?)container["resources"]!["limits"]!["memory"]);
        Assert.Equal(1000, (int)container["securityContext"]!["runAsUser"]!);
        Assert.Equal("/etc/app", (string?)container["volumeMounts"]![0]!["mountPath"]);
        Assert.Null(container["imagePullPolicy"]);
        var volume = Json(ClusterObjects.Deployment(Full))["spec"]!["template"]!["spec"]!["volumes"]![0]!;
        Assert.Equal(
            ClusterNames.Document(ClusterObjects.Identity(Full), secret: true, "keys"),
            (string?)volume["secret"]!["secretName"]);
        Assert.Equal(256, (int)volume["secret"]!["items"]![0]!["mode"]!);
    }

    [Fact]
    public void Documents_are_copied_under_names_of_the_pods_own()
    {
        var texts = Assert.Single(ClusterObjects.ConfigMaps(Full));
        Assert.Equal("hello", texts.Data["greeting"]);
        Assert.Equal("words", texts.Metadata.Annotations["selvedge.dev/source"]);
        var secret = Assert.Single(ClusterObjects.Secrets(Full));
        Assert.Equal("s3cret", Encoding.UTF8.GetString(secret.Data["token"]));
        Assert.Equal(secret.Metadata.Labels, texts.Metadata.Labels);
        Assert.Equal(
            "secret \"keys\" not found",
            ClusterObjects.Translate(Full, $"secret \"{secret.Metadata.Name}\" not found"));
    }

    [Fact]
    public void What_is_missing_is_known_before_the_cluster_is_asked()
    {
        Assert.Empty(ClusterObjects.Missing(Full));
        Assert.Equal(
            "There is no ConfigMap words.", ClusterObjects.Missing(Full with { Texts = PodHostTest.Documents() }));
        Assert.Equal(
            "There is no Secret keys.", ClusterObjects.Missing(Full with { Secrets = PodHostTest.Documents() }));
    }

    internal static PodSection Section()
    {
        var pod = PodHostTest.Pod("web", "true", container => container with
        {
            EnvFrom = [new EnvironmentSource { Prefix = "P_", ConfigMapRef = new() { Name = "words" } }],
            Env =
            [
                From("GREETING", new() { ConfigMapKeyRef = new() { Name = "words", Key = "greeting" } }),
                new EnvironmentVariable { Name = "LOUD", Value = "$(GREETING)!" },
                From("TOKEN", new() { SecretKeyRef = new() { Name = "keys", Key = "token", Optional = true } }),
                From("NAME", new() { FieldRef = new() { FieldPath = "metadata.name" } }),
                From("WHERE", new() { FieldRef = new() { FieldPath = "spec.nodeName" } }),
                From("MARK", new() { FieldRef = new() { FieldPath = "metadata.annotations['mark']" } }),
            ],
            Resources = new ResourceNeeds
            {
                Requests = new ResourceNeeds().Requests.Add("cpu", "250m"),
                Limits = new ResourceNeeds().Limits.Add("memory", "64Mi"),
            },
            SecurityContext = new SecurityContext { RunAsUser = 1000 },
            ReadinessProbe = new Probe { HttpGet = new HttpGetAction { Port = new PortReference(0, "http") } },
            LivenessProbe = new Probe
            {
                TcpSocket = new TcpSocketAction { Port = new PortReference(8080, "") },
                FailureThreshold = 2,
            },
            VolumeMounts = [new VolumeMount { Name = "keys", MountPath = "/etc/app" }],
        });
        return pod with
        {
            Spec = pod.Spec with
            {
                Volumes =
                [
                    new Volume
                    {
                        Name = "keys",
                        Secret = new SecretVolume
                        {
                            SecretName = "keys",
                            Items = [new VolumeItem { Key = "token", Path = "token", Mode = 256 }],
                        },
                    },
                ],
            },
            Annotations = pod.Annotations.Add("mark", "$(GREETING)"),
            Texts = PodHostTest.Documents(("words", "greeting", "hello")),
            Secrets = PodHostTest.Documents(("keys", "token", "czNjcmV0")),
        };
    }

    private static EnvironmentVariable From(string name, EnvironmentValueSource source) =>
        new() { Name = name, ValueFrom = source };

    // As it goes over the wire.
    private static JsonNode Json(object item) => JsonNode.Parse(KubernetesJson.Serialize(item))!;
}
