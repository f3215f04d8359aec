using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Control.Tests.Scaling;
using Selvedge.Control.Workloads;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.Control.Tests.Api;

/// <summary>Workloads as an unmodified kubectl handles them.</summary>
public sealed class WorkloadKubectlTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Shop = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: NAME
          labels: {app: NAME}
        spec:
          replicas: 2
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              containers:
              - name: web
                image: registry.example.com/shop:1
                command: [/bin/httpd, "-f"]
                env:
                - {name: GREETING, value: hello}
                - name: TOKEN
                  valueFrom: {secretKeyRef: {name: shop, key: token, optional: true}}
                - name: POD_IP
                  valueFrom: {fieldRef: {fieldPath: status.podIP}}
                ports:
                - {name: http, containerPort: 8080, protocol: TCP}
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 2}
                livenessProbe: {tcpSocket: {port: 8080}}
                resources:
                  requests: {cpu: 100m, memory: 32Mi}
                  limits: {cpu: 1, memory: 64Mi}
                volumeMounts:
                - {name: pages, mountPath: /pages, readOnly: true}
              volumes:
              - name: pages
                configMap: {name: pages, items: [{key: index.html, path: index.html}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          selector: {app: NAME}
          ports: [{name: http, port: 80, targetPort: http}]
        """;

    [Fact]
    public async Task A_deployment_is_applied_shown_described_explained_and_deleted()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Named("first"));
        Assert.Contains(
            "unchanged", await Kubectl.OkAsync(api, "apply -f -", Named("first")), StringComparison.Ordinal);
        await Kubectl.OkAsync(api, "apply --server-side --force-conflicts -f -", Named("first"));

        Assert.Matches(@"NAME\s+READY\s+UP-TO-DATE\s+AVAILABLE\s+PLACES\s+AGE",
            await Kubectl.OkAsync(api, "get deployments"));
        Assert.Matches(@"web\s+registry.example.com/shop:1\s+app=first",
            await Kubectl.OkAsync(api, "get deploy first -o wide"));
        Assert.Matches(@"first\s+ClusterIP\s+None\s+<none>\s+80/TCP", await Kubectl.OkAsync(api, "get svc first"));
        Assert.Contains("shop:1", await Kubectl.OkAsync(api, "describe deployment first"), StringComparison.Ordinal);
        Assert.Contains("seconds that a pod has to be ready",
            await Kubectl.OkAsync(api, "explain deployment.spec.minReadySeconds"), StringComparison.OrdinalIgnoreCase);

        await Kubectl.OkAsync(api, "delete deployment,service first");
        Assert.Contains("No resources", (await Kubectl.RunAsync(api, "get deploy -l app=first")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scale_restart_pause_and_set_image_change_what_they_should()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Named("second"));
        await Kubectl.OkAsync(api, "scale deployment second --replicas=5");
        Assert.Equal(5, (int)(await GetAsync("second"))["spec"]!["replicas"]!);
        await Kubectl.OkAsync(api, "scale deployment second --current-replicas=5 --replicas=3");
        Assert.Equal(3, (int)(await GetAsync("second"))["spec"]!["replicas"]!);
        var refused = await Kubectl.RunAsync(api, "scale deployment second --current-replicas=9 --replicas=1");
        Assert.NotEqual(0, refused.Exit);

        var generation = (long)(await GetAsync("second"))["metadata"]!["generation"]!;
        await Kubectl.OkAsync(api, "rollout restart deployment second");
        await Kubectl.OkAsync(api, "rollout pause deployment second");
        await Kubectl.OkAsync(api, "rollout resume deployment second");
        await Kubectl.OkAsync(api, "set image deployment/second web=registry.example.com/shop:2");
        var after = await GetAsync("second");
        Assert.Equal(generation + 4, (long)after["metadata"]!["generation"]!);
        var container = after["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal("registry.example.com/shop:2", (string)container["image"]!);
        Assert.Equal(3, container["env"]!.AsArray().Count);
        Assert.NotNull(after["spec"]!["template"]!["metadata"]!["annotations"]!["kubectl.kubernetes.io/restartedAt"]);
    }

    [Fact]
    public async Task History_and_undo_read_the_replica_sets()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Named("third"));
        await MakeSetAsync("third", "aaaaaaaaaa", 1);
        await Kubectl.OkAsync(api, "set image deployment/third web=registry.example.com/shop:2");
        await MakeSetAsync("third", "bbbbbbbbbb", 2);

        var history = await Kubectl.OkAsync(api, "rollout history deployment third");
        Assert.Matches(@"(?s)1\s+<none>.*2\s+<none>", history);
        Assert.Contains("shop:1", await Kubectl.OkAsync(api, "rollout history deployment third --revision=1"),
            StringComparison.Ordinal);
        await Kubectl.OkAsync(api, "rollout undo deployment third --to-revision=1");
        var template = (await GetAsync("third"))["spec"]!["template"]!;
        Assert.Equal("registry.example.com/shop:1", (string)template["spec"]!["containers"]![0]!["image"]!);
        Assert.Null(template["metadata"]!["labels"]!["pod-template-hash"]);
    }

    [Fact]
    public async Task An_autoscaler_is_applied_changed_shown_and_described()
    {
        const string Autoscaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: shop}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
              maxReplicas: 5
              metrics:
              - type: Pods
                pods:
                  metric: {name: requests_per_second}
                  target: {type: AverageValue, averageValue: "50"}
            """;
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Autoscaler);
        Assert.Contains("unchanged", await Kubectl.OkAsync(api, "apply -f -", Autoscaler), StringComparison.Ordinal);
        Assert.Contains(
            "configured",
            await Kubectl.OkAsync(
                api, "apply -f -", Autoscaler.Replace("maxReplicas: 5", "maxReplicas: 9", StringComparison.Ordinal)),
            StringComparison.Ordinal);

        var key = new ResourceKey(ResourceNames.HorizontalPodAutoscalers, "default", "shop");
        var documents = new DocumentStore(api.Store);
        var document = await documents.GetAsync<HorizontalPodAutoscaler>(key, CancellationToken.None);
        await documents.UpdateStatusAsync(
            key, ScaleScene.StatusOf(document!, "fra", from: 2, to: 4, measured: 90_000), CancellationToken.None);

        Assert.Matches(@"shop\s+Deployment/shop\s+90/50\s+1\s+9\s+2", await Kubectl.OkAsync(api, "get hpa shop"));
        var described = await Kubectl.OkAsync(api, "describe hpa shop");
        Assert.Matches(@"AbleToScale\s+True\s+SucceededRescale\s+fra: 2 to 4", described);
        Assert.Matches(@"""requests_per_second"" on pods:\s+90 / 50", described);
    }

    [Fact]
    public async Task A_recommender_is_applied_explained_and_shown_with_what_it_recommends()
    {
        const string Recommender = """
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: shop}
            spec:
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
              updatePolicy: {updateMode: "Off"}
            """;
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Recommender);
        await new DocumentStore(api.Store).UpdateStatusAsync(
            new ResourceKey(ResourceNames.VerticalPodAutoscalers, "default", "shop"),
            new VerticalPodAutoscalerStatus
            {
                Recommendation = new VerticalRecommendations
                {
                    ContainerRecommendations =
                    [
                        new ContainerRecommendation
                        {
                            ContainerName = "web",
                            Target = ResourceNeeds.None.Add("cpu", "87m").Add("memory", "120Mi"),
                        },
                    ],
                },
                Conditions = [new Condition(VerticalConditions.Provided, "True", "Measured", "", ScaleScene.Now)],
            },
            CancellationToken.None);

        Assert.Matches(@"shop\s+Off\s+87m\s+120Mi\s+True", await Kubectl.OkAsync(api, "get vpa shop"));
        Assert.Contains("Never more", await Kubectl.OkAsync(
            api, "explain vpa.spec.resourcePolicy.containerPolicies.maxAllowed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_are_text_and_say_what_is_wrong()
    {
        Kubectl.SkipWhereMissing();
        await Kubectl.OkAsync(api, "apply -f -", Named("fourth"));
        var set = await MakeSetAsync("fourth", "cccccccccc", 1);
        await MakePodAsync(set, "fra", "fra-1");
        await MakePodAsync(set, "nyc", "gone");

        Assert.Equal(
            "web on fra-1\ntail 7 follow False previous True\n",
            await Kubectl.OkAsync(api, "logs fourth-cccccccccc-fra-xxxxx --tail=7 --previous"));
        Assert.Contains("follow True", await Kubectl.OkAsync(api, "logs -f fourth-cccccccccc-fra-xxxxx -c web"),
            StringComparison.Ordinal);
        Assert.Contains("gone does not answer",
            (await Kubectl.RunAsync(api, "logs fourth-cccccccccc-nyc-xxxxx")).Error, StringComparison.Ordinal);
        Assert.Contains("container nope is not valid",
            (await Kubectl.RunAsync(api, "logs fourth-cccccccccc-fra-xxxxx -c nope")).Error, StringComparison.Ordinal);
        Assert.Matches(@"fourth-cccccccccc-fra-xxxxx\s+0/1\s+Pending\s+0\s+\S+\s+<none>\s+fra-1\s+fra",
            await Kubectl.OkAsync(api, "get pods -o wide"));
        Assert.Contains("web on fra-1", await Kubectl.OkAsync(api, "logs deployment/fourth -c web --tail=1"),
            StringComparison.Ordinal);
        Assert.NotEqual(0, (await Kubectl.RunAsync(api, "annotate pod fourth-cccccccccc-fra-xxxxx a=b")).Exit);
        Assert.Equal("yes\n", await Kubectl.OkAsync(api, "auth can-i get pods --subresource=log", token: "viewer"));
        await Kubectl.OkAsync(api, "delete pod fourth-cccccccccc-fra-xxxxx");
    }

    [Fact]
    public async Task A_bad_deployment_gets_all_its_problems_at_once()
    {
        Kubectl.SkipWhereMissing();
        var bad = Named("fifth").Split("---")[0]
            .Replace("replicas: 2", "replicas: two", StringComparison.Ordinal)
            .Replace(
                "template:\n    metadata: {labels: {app: fifth}}", "template:\n    metadata: {labels: {app: other}}",
                StringComparison.Ordinal)
            .Replace("memory: 64Mi}", "memory: 16Mi}", StringComparison.Ordinal)
            .Replace("port: http}, periodSeconds", "port: htp}, periodSecond", StringComparison.Ordinal)
            .Replace("{name: pages, mountPath", "{name: page, mountPath", StringComparison.Ordinal);
        var (exit, _, error) = await Kubectl.RunAsync(api, "apply -f -", bad);

        Assert.Equal(1, exit);
        foreach (var expected in (string[])
        [
            "spec.replicas: ", "Did you mean periodSeconds?", "Did you mean http?", "Did you mean pages?",
            "spec.selector does not select the template's own labels",
            "More is asked for than the limit allows",
        ])
        {
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, (await Kubectl.RunAsync(api, "get deploy fifth")).Exit);
    }

    private static string Named(string name) => Shop.Replace("NAME", name, StringComparison.Ordinal);

    private async Task<JsonObject> GetAsync(string name) => JsonObject.Create(
        (await api.Store.GetAsync(
            new ResourceKey(ResourceNames.Deployments, "default", name), TestContext.Current.CancellationToken))!
            .Document)!;

    private async Task<JsonObject> MakeSetAsync(string name, string hash, long revision)
    {
        var set = WorkloadDocuments.ReplicaSet(
            await GetAsync(name), hash, revision, Guid.NewGuid().ToString(), DateTimeOffset.UtcNow);
        await PutAsync(ResourceNames.ReplicaSets, set);
        return set;
    }

    private async Task MakePodAsync(JsonObject set, string location, string node) => await PutAsync(
        ResourceNames.Pods,
        WorkloadDocuments.Pod(set, location, node, "xxxxx", Guid.NewGuid().ToString(), DateTimeOffset.UtcNow));

    private async Task PutAsync(string resource, JsonObject document) => await api.Store.PutAsync(
        new ResourceKey(resource, "default", (string)document["metadata"]!["name"]!), document.ToElement(), 0,
        TestContext.Current.CancellationToken);
}
