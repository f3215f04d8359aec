using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Control.Api.Answers;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Fabric.Identity;

namespace Selvedge.Control.Api.Access;

/// <summary>Answers what a caller asks of itself: <c>kubectl auth can-i</c> and <c>kubectl auth whoami</c>.</summary>
internal static class Reviews
{
    /// <summary>Whether a path is one of the reviews.</summary>
    public static bool Has(string group, string plural) => (group, plural) is
        ("authorization.k8s.io", "selfsubjectaccessreviews" or "selfsubjectrulesreviews")
        or ("authentication.k8s.io", "selfsubjectreviews");

    /// <summary>The review with its status.</summary>
    public static Answer Answer(string plural, Caller caller, JsonNode? body)
    {
        if (body is not JsonObject review)
        {
            return Refusals.BadRequest("the review must be an object");
        }

        var (group, kind, status) = plural switch
        {
            "selfsubjectaccessreviews" => ("authorization.k8s.io", "SelfSubjectAccessReview", Access(caller, review)),
            "selfsubjectrulesreviews" =>
                ("authorization.k8s.io", "SelfSubjectRulesReview", Authorizer.Rules(caller)),
            _ => ("authentication.k8s.io", "SelfSubjectReview", Self(caller)),
        };
        return new Answer(StatusCodes.Status201Created, new JsonObject
        {
            ["apiVersion"] = $"{group}/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
            ["spec"] = review["spec"]?.DeepClone() ?? new JsonObject(),
            ["status"] = status,
        });
    }

    private static JsonObject Access(Caller caller, JsonObject review)
    {
        var resource = JsonRead.At(review, "spec", "resourceAttributes");
        string Of(string name) => JsonRead.Text(resource, name) ?? "";
        var wish = resource is not null
            ? new Attributes(Of("verb"), Of("group"), Of("resource"), Of("subresource"), "")
            : Attributes.OfPath(
                JsonRead.Text(review, "spec", "nonResourceAttributes", "verb") ?? "",
                JsonRead.Text(review, "spec", "nonResourceAttributes", "path") ?? "");
        var allowed = Authorizer.Allows(caller, wish);
        return new JsonObject
        {
            ["allowed"] = allowed,
            ["reason"] = allowed
                ? $"allowed by the groups {string.Join(", ", caller.Groups)}"
                : "no group of the caller allows it",
        };
    }

    private static JsonObject Self(Caller caller) => new()
    {
        ["userInfo"] = new JsonObject
        {
            ["username"] = caller.User,
            ["groups"] = new JsonArray([.. caller.Groups.Select(group => (JsonNode)group)]),
        },
    };
}
