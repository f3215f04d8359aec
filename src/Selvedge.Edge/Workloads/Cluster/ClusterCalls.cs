using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>Makes one failure of the many that a client of a cluster throws, with a sentence that helps.</summary>
internal static class ClusterCalls
{
    /// <summary>The cluster understood, and does not want to.</summary>
    public const string Refused = "FailedCreate";

    /// <summary>Whether a failure says that something is not there.</summary>
    public static bool IsAbsent(Exception error) =>
        error is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound };

    /// <summary>Whether a failure says that it is there already.</summary>
    public static bool IsPresent(Exception error) =>
        error is HttpOperationException { Response.StatusCode: HttpStatusCode.Conflict };

    /// <summary>Whether a failure says that a container has not begun, or had no instance before.</summary>
    public static bool IsNone(Exception error) =>
        error is HttpOperationException { Response.StatusCode: HttpStatusCode.BadRequest };

    /// <summary>Whether a watch cannot go on where it was: what happened since is forgotten.</summary>
    public static bool IsExpired(Exception error) => error
        is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone }
        or KubernetesException { Status.Code: (int)HttpStatusCode.Gone };

    /// <summary>Whether the operator has to mend the credentials.</summary>
    public static bool IsUnauthorized(Exception error) =>
        error is HttpOperationException { Response.StatusCode: HttpStatusCode.Unauthorized };

    /// <summary>Whether a failure is the cluster's or the network's; else it is a bug.</summary>
    public static bool IsForeign(Exception error) => error is HttpOperationException or HttpRequestException
        or IOException or KubernetesException or KubernetesClientException or KubeConfigException or JsonException
        or AuthenticationException or UnauthorizedAccessException or FormatException or OperationCanceledException
        or YamlDotNet.Core.YamlException;

    /// <summary>The failure for the operator.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="where">The API server, for the sentence.</param>
    public static RuntimeException Failure(Exception error, string where) => error switch
    {
        HttpOperationException { Response: { } response } refusal => Refusal(refusal, response, where),
        KubernetesException { Status: { } status } =>
            Unavailable($"The cluster at {where} ended a watch: {status.Message}", error),
        OperationCanceledException => Unavailable(
            $"The cluster at {where} did not answer within {Limits.RequestTimeout.TotalSeconds} s.", error),
        KubeConfigException or FormatException or UnauthorizedAccessException or FileNotFoundException
            or YamlDotNet.Core.YamlException =>
            Unavailable($"The kubeconfig cannot be used: {error.Message} See runtime.kubeconfig.", error),
        _ => Unavailable($"The cluster at {where} cannot be reached: {Innermost(error)}", error),
    };

    private static RuntimeException Refusal(Exception error, HttpResponseMessageWrapper response, string where)
    {
        var code = (int)response.StatusCode;
        var said = Said(response.Content) is { Length: > 0 } message ? message : response.ReasonPhrase ?? "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Unavailable(
                $"The cluster at {where} does not accept the credentials: {said} See runtime.kubeconfig.", error),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                Unavailable($"The cluster at {where} cannot answer ({code}): {said}", error),
            _ => new RuntimeException(Refused, $"The cluster refused ({code}): {said}", isTransient: false, error),
        };
    }

    private static RuntimeException Unavailable(string message, Exception error) =>
        new(RuntimeException.Unavailable, message, isTransient: true, error);

    private static string Said(string? content)
    {
        try
        {
            var text = string.IsNullOrEmpty(content) ? "" : KubernetesJson.Deserialize<V1Status>(content).Message ?? "";
            return text.Length > Limits.MessageCharsMax ? text[..Limits.MessageCharsMax] : text;
        }
        catch (JsonException)
        {
            // Something between here and the cluster answered.
            return "";
        }
    }

    private static string Innermost(Exception error) => error.GetBaseException().Message;
}
