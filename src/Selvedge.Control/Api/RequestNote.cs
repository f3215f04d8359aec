namespace Selvedge.Control.Api;

/// <summary>What the log line and the metrics say of a request. Filled in as the request is understood.</summary>
internal sealed class RequestNote
{
    /// <summary>Who asked; <c>-</c>: unknown.</summary>
    public string User { get; set; } = "-";

    /// <summary>Kubernetes' verb, or the HTTP method in small letters.</summary>
    public string Verb { get; set; } = "other";

    /// <summary>Of what; <c>-</c>: no document.</summary>
    public string Resource { get; set; } = "-";
}
