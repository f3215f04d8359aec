using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Answers;

/// <summary>What the server offers, in both of Kubernetes' forms.</summary>
internal static class Discovery
{
    private static readonly string[] AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static readonly string[] ReadAndDelete = ["delete", "deletecollection", "get", "list", "watch"];

    private static readonly (string Group, string Plural, string Kind)[] Reviews =
    [
        ("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        ("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        ("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
    ];

    /// <summary>Every named group with its version; the core group is not among them.</summary>
    private static IEnumerable<(string Group, string Version)> Groups =>
        KindRegistry.All.Where(kind => kind.Group.Length > 0).Select(kind => (kind.Group, kind.Version))
            .Concat(Reviews.Select(review => (review.Group, "v1"))).Distinct();

    /// <summary><c>/version</c>.</summary>
    public static JsonObject Version(string version) => new()
    {
        ["major"] = "1",
        ["minor"] = "34",
        ["gitVersion"] = $"v1.34.0+selvedge-{version}",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "",
        ["goVersion"] = "",
        ["compiler"] = "roslyn",
        ["platform"] = "dotnet",
    };

    /// <summary><c>/api</c> in its old form.</summary>
    public static JsonObject Legacy() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    /// <summary><c>/apis</c> in its old form.</summary>
    public static JsonObject GroupList() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Groups.Select(group => Group(group.Group)!)]),
    };

    /// <summary><c>/apis/GROUP</c>; null where there is no such group.</summary>
    public static JsonObject? Group(string group)
    {
        var (name, version) = Groups.FirstOrDefault(known => known.Group == group);
        if (name is null)
        {
            return null;
        }

        var entry = new JsonObject { ["groupVersion"] = $"{name}/{version}", ["version"] = version };
        return new JsonObject
        {
            ["kind"] = "APIGroup",
            ["apiVersion"] = "v1",
            ["name"] = name,
            ["versions"] = new JsonArray(entry),
            ["preferredVersion"] = entry.DeepClone(),
        };
    }

    /// <summary>The kinds of one group and version; null where there is no such group.</summary>
    public static JsonObject? Resources(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in KindRegistry.All.Where(kind => kind.Group == group && kind.Version == version))
        {
            resources.Put(Resource(kind, kind.Plural, [.. kind.MadeByControlPlane ? ReadAndDelete : AllVerbs]));
            foreach (var part in Subresources(kind))
            {
                resources.Put(Part(kind, part));
            }
        }

        foreach (var (_, plural, kind) in Reviews.Where(review => review.Group == group && version == "v1"))
        {
            resources.Put(new JsonObject
            {
                ["name"] = plural,
                ["singularName"] = plural[..^1],
                ["namespaced"] = false,
                ["kind"] = kind,
                ["verbs"] = new JsonArray("create"),
            });
        }

        return resources.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = resources,
        };
    }

    /// <summary>Aggregated discovery (<c>apidiscovery.k8s.io/v2</c>) of the core group, or of all others.</summary>
    public static JsonObject Aggregated(bool core, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. (core ? [("", "v1")] : Groups).Select(group => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = group.Item1, ["creationTimestamp"] = null },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = group.Item2,
                ["freshness"] = "Current",
                ["resources"] = Aggregated(group.Item1, group.Item2),
            }),
        })]),
    };

    private static JsonArray Aggregated(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in KindRegistry.All.Where(kind => kind.Group == group && kind.Version == version))
        {
            var resource = Aggregated(
                group, version, kind.Plural, kind.Singular, kind.Kind, kind.Namespaced,
                kind.MadeByControlPlane ? ReadAndDelete : AllVerbs);
            resource["shortNames"] = Texts(kind.ShortNames);
            resource["categories"] = Texts(kind.Categories);
            var parts = Subresources(kind).Select(part => (JsonNode)new JsonObject
            {
                ["subresource"] = part.Name,
                ["responseKind"] = ResponseKind(part.Group, part.Version, part.Kind),
                ["verbs"] = Texts(part.Verbs),
            }).ToArray();
            if (parts.Length > 0)
            {
                resource["subresources"] = new JsonArray(parts);
            }

            resources.Put(resource);
        }

        foreach (var (_, plural, kind) in Reviews.Where(review => review.Group == group))
        {
            resources.Put(Aggregated(group, version, plural, plural[..^1], kind, namespaced: false, ["create"]));
        }

        return resources;
    }

    private static JsonObject Aggregated(
        string group, string version, string plural, string singular, string kind, bool namespaced, string[] verbs) =>
        new()
        {
            ["resource"] = plural,
            ["responseKind"] = ResponseKind(group, version, kind),
            ["scope"] = namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = singular,
            ["verbs"] = Texts(verbs),
        };

    private static JsonObject ResponseKind(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonObject Resource(ResourceKind kind, string name, string[] verbs)
    {
        var resource = new JsonObject
        {
            ["name"] = name,
            ["singularName"] = name == kind.Plural ? kind.Singular : "",
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(verbs),
        };
        if (name == kind.Plural)
        {
            resource["shortNames"] = Texts(kind.ShortNames);
            resource["categories"] = Texts(kind.Categories);
        }

        return resource;
    }

    private static JsonObject Part(ResourceKind kind, Subresource part)
    {
        var resource = Resource(kind, $"{kind.Plural}/{part.Name}", part.Verbs);
        (resource["group"], resource["version"], resource["kind"]) = (part.Group, part.Version, part.Kind);
        return resource;
    }

    private static IEnumerable<Subresource> Subresources(ResourceKind kind)
    {
        if (kind.HasStatus)
        {
            yield return new Subresource("status", kind.Group, kind.Version, kind.Kind, ["get", "patch", "update"]);
        }

        if (kind.HasScale)
        {
            yield return new Subresource("scale", "autoscaling", "v1", "Scale", ["get", "patch", "update"]);
        }

        if (kind.HasLog)
        {
            yield return new Subresource("log", kind.Group, kind.Version, kind.Kind, ["get"]);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>A part of a document that has a path of its own.</summary>
    private sealed record Subresource(string Name, string Group, string Version, string Kind, string[] Verbs);
}
