using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Selvedge.Control.Api.Answers;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Identity;

namespace Selvedge.Control.Api.Access;

/// <summary>Decides what callers may do, by three built-in groups.</summary>
/// <remarks>Whoever is known may discover the API and ask what they may do; all else needs a group.</remarks>
public static class Authorizer
{
    /// <summary>May do everything.</summary>
    public const string Admins = "selvedge:admins";

    /// <summary>May read everything except Secrets.</summary>
    public const string Viewers = "selvedge:viewers";

    /// <summary>May do nothing.</summary>
    public const string Nobody = "selvedge:nobody";

    private static readonly ImmutableArray<string> ReadVerbs = ["get", "list", "watch"];

    private static readonly ImmutableArray<string> OpenPaths =
        ["/api", "/apis", "/openapi", "/version", "/healthz", "/livez", "/readyz"];

    /// <summary>Whether a caller may do it.</summary>
    public static bool Allows(Caller caller, Attributes wish)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(wish);
        if (caller.Groups.Contains(Nobody, StringComparer.Ordinal))
        {
            return false;
        }

        if (caller.Groups.Contains(Admins, StringComparer.Ordinal) || IsOpenToAll(wish))
        {
            return true;
        }

        // Everything at once (*) would be Secrets too.
        return caller.Groups.Contains(Viewers, StringComparer.Ordinal)
            && ReadVerbs.Contains(wish.Verb, StringComparer.Ordinal)
            && !(wish.Resource == "secrets" && wish.Group is "" or "*") && wish.Resource != "*";
    }

    /// <summary>The rules of a caller in the form of a SelfSubjectRulesReview's status.</summary>
    internal static JsonObject Rules(Caller caller)
    {
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (!caller.Groups.Contains(Nobody, StringComparer.Ordinal))
        {
            resources.Put(Rule(["create"], ["authorization.k8s.io"],
                ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]));
            resources.Put(Rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]));
            paths.Put(new JsonObject
            {
                ["verbs"] = Texts(["get"]),
                ["nonResourceURLs"] = Texts([.. OpenPaths, .. OpenPaths.Select(path => path + "/*")]),
            });
            if (caller.Groups.Contains(Admins, StringComparer.Ordinal))
            {
                resources.Put(Rule(["*"], ["*"], ["*"]));
                paths.Put(new JsonObject { ["verbs"] = Texts(["*"]), ["nonResourceURLs"] = Texts(["*"]) });
            }
            else if (caller.Groups.Contains(Viewers, StringComparer.Ordinal))
            {
                foreach (var group in KindRegistry.All.GroupBy(kind => kind.Group, StringComparer.Ordinal))
                {
                    resources.Put(Rule(ReadVerbs, [group.Key], group.Key.Length > 0 ? ["*"] : [.. CoreReads(group)]));
                }

                paths.Put(new JsonObject { ["verbs"] = Texts(["get"]), ["nonResourceURLs"] = Texts(["*"]) });
            }
        }

        return new JsonObject
        {
            ["resourceRules"] = resources,
            ["nonResourceRules"] = paths,
            ["incomplete"] = false,
        };
    }

    private static IEnumerable<string> CoreReads(IEnumerable<ResourceKind> kinds) => kinds
        .Where(kind => kind.Resource != ResourceNames.Secrets)
        .SelectMany(kind => (string[])
        [
            kind.Plural,
            .. kind.HasStatus ? (string[])[$"{kind.Plural}/status"] : [],
            .. kind.HasLog ? (string[])[$"{kind.Plural}/log"] : [],
        ]);

    private static bool IsOpenToAll(Attributes wish) =>
        wish.Resource.Length == 0
            ? wish.Verb == "get" && OpenPaths.Any(path => wish.Path == path
                || wish.Path.StartsWith(path + "/", StringComparison.Ordinal))
            : wish.Verb == "create" && (wish.Group, wish.Resource) is
                ("authorization.k8s.io", "selfsubjectaccessreviews" or "selfsubjectrulesreviews")
                or ("authentication.k8s.io", "selfsubjectreviews");

    private static JsonObject Rule(
        ImmutableArray<string> verbs, ImmutableArray<string> groups, ImmutableArray<string> resources) =>
        new() { ["verbs"] = Texts(verbs), ["apiGroups"] = Texts(groups), ["resources"] = Texts(resources) };

    private static JsonArray Texts(ImmutableArray<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
