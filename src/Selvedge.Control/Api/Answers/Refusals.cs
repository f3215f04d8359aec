using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Answers;

/// <summary>Errors as Kubernetes' Status documents.</summary>
internal static class Refusals
{
    public static Answer NotFound(ResourceKind kind, string name) => Of(
        StatusCodes.Status404NotFound, "NotFound", $"{kind.Resource} \"{name}\" not found", Details(kind, name));

    public static Answer NoPath() => Of(
        StatusCodes.Status404NotFound, "NotFound", "the server could not find the requested resource");

    public static Answer MethodNotAllowed() => Of(
        StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed",
        "the server does not allow this method on the requested resource");

    public static Answer AlreadyExists(ResourceKind kind, string name) => Of(
        StatusCodes.Status409Conflict, "AlreadyExists", $"{kind.Resource} \"{name}\" already exists",
        Details(kind, name));

    public static Answer Conflict(ResourceKind kind, string name, string? why = null) => Of(
        StatusCodes.Status409Conflict, "Conflict",
        $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": " + (why ?? "the object has been modified; "
            + "please apply your changes to the latest version and try again"),
        Details(kind, name));

    public static Answer BadRequest(string message) =>
        Of(StatusCodes.Status400BadRequest, "BadRequest", message);

    public static Answer UnsupportedMediaType(string accepted) => Of(
        StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    public static Answer NotAcceptable() => Of(
        StatusCodes.Status406NotAcceptable, "NotAcceptable",
        "only the following media types are accepted: application/json");

    public static Answer TooLarge() => Of(
        StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge",
        $"the body is larger than {Limits.BodyBytesMax} bytes");

    public static Answer Unauthorized() => Of(
        StatusCodes.Status401Unauthorized, "Unauthorized", "Unauthorized: send a valid bearer token");

    public static Answer Forbidden(string message, ResourceKind? kind = null, string name = "") => Of(
        StatusCodes.Status403Forbidden, "Forbidden", message, kind is null ? null : Details(kind, name));

    public static Answer Gone(string message) => Of(StatusCodes.Status410Gone, "Expired", message);

    public static Answer Internal() => Of(
        StatusCodes.Status500InternalServerError, "InternalError", "an internal error occurred; the log names it");

    public static Answer Unavailable(string message) =>
        Of(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", message);

    /// <summary>507 (RFC 4918, section 11.5): the store's disk is full.</summary>
    public static Answer Full() => Of(
        StatusCodes.Status507InsufficientStorage, "InsufficientStorage",
        "nothing was written: no space is left for the store; free space on the control plane's disk, then try again");

    /// <summary>422 with every problem as a cause.</summary>
    public static Answer Invalid(ResourceKind kind, string name, IReadOnlyCollection<Problem> problems)
    {
        var details = new JsonObject { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Kind };
        details["causes"] = new JsonArray([.. problems.Select(problem => new JsonObject
        {
            ["reason"] = problem.Cause.ToString(),
            ["message"] = $"{problem.Message} {problem.Fix}",
            ["field"] = problem.Path,
        })]);
        var list = string.Join(", ", problems);
        var message = problems.Count == 1 ? list : $"[{list}]";
        var qualified = kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}";
        return Of(
            StatusCodes.Status422UnprocessableEntity, "Invalid", $"{qualified} \"{name}\" is invalid: {message}",
            details);
    }

    /// <summary>409 with every field that another writer owns.</summary>
    public static Answer ApplyConflict(ImmutableArray<(string Manager, string ApiVersion, string Field)> conflicts)
    {
        var causes = new JsonArray([.. conflicts.Select(conflict => new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with \"{conflict.Manager}\" using {conflict.ApiVersion}",
            ["field"] = conflict.Field,
        })]);
        var count = conflicts.Length == 1 ? "1 conflict" : $"{conflicts.Length} conflicts";
        var text = string.Join("\n", conflicts
            .GroupBy(
                conflict => $"conflict with \"{conflict.Manager}\" using {conflict.ApiVersion}", StringComparer.Ordinal)
            .Select(group => group.Count() == 1 && conflicts.Length == 1
                ? $"{group.Key}: {group.First().Field}"
                : $"{group.Key}:\n{string.Join("\n", group.Select(conflict => $"- {conflict.Field}"))}"));
        var answer = Of(
            StatusCodes.Status409Conflict, "Conflict",
            $"Apply failed with {count}: {text}", new JsonObject { ["causes"] = causes });
        return answer;
    }

    /// <summary>200 after a removal.</summary>
    public static Answer Success(ResourceKind kind, string name, string uid) => new(
        StatusCodes.Status200OK,
        new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject
            {
                ["name"] = name,
                ["group"] = kind.Group,
                ["kind"] = kind.Plural,
                ["uid"] = uid,
            },
        });

    private static Answer Of(int code, string reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = code,
        };
        if (details is not null)
        {
            status["details"] = details;
        }

        return new Answer(code, status);
    }

    private static JsonObject Details(ResourceKind kind, string name) =>
        new() { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Plural };
}
