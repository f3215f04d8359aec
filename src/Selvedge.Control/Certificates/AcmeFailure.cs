using Selvedge.Wire.Acme;

namespace Selvedge.Control.Certificates;

/// <summary>Why an authority did not do what was asked.</summary>
/// <param name="Reason">One CamelCase word of a closed set; condition reason and metric label.</param>
/// <param name="Message">The authority's own words, or ours where it sent none.</param>
/// <param name="IsTransient">Whether the same request may work later without anybody changing anything.</param>
/// <param name="RetryAfter">The pause that the authority asks for; null: none named.</param>
internal sealed record AcmeFailure(string Reason, string Message, bool IsTransient, TimeSpan? RetryAfter = null)
{
    /// <summary>No answer at all, or none within the time.</summary>
    public const string Unreachable = "AuthorityUnreachable";

    /// <summary>An answer that RFC 8555 does not allow.</summary>
    public const string Malformed = "AuthorityAnswerMalformed";

    /// <summary>The thing asked for does not exist.</summary>
    public const string NotFound = "NotFound";

    /// <summary>The authority does not know the account.</summary>
    public const string AccountGone = "AccountDoesNotExist";

    /// <summary>Too much was asked for.</summary>
    public const string RateLimited = "RateLimited";

    /// <summary>The registered error types (RFC 8555, section 6.7) and whether waiting can help.</summary>
    private static readonly Dictionary<string, (string Reason, bool IsTransient)> Known = new(StringComparer.Ordinal)
    {
        ["accountDoesNotExist"] = (AccountGone, false),
        ["badCSR"] = ("BadCsr", false),
        ["badNonce"] = ("BadNonce", true),
        ["badPublicKey"] = ("BadPublicKey", false),
        ["badSignatureAlgorithm"] = ("BadSignatureAlgorithm", false),
        ["caa"] = ("Caa", false),
        ["compound"] = ("Compound", false),
        ["connection"] = ("Connection", false),
        ["dns"] = ("Dns", false),
        ["externalAccountRequired"] = ("ExternalAccountRequired", false),
        ["incorrectResponse"] = ("IncorrectResponse", false),
        ["invalidContact"] = ("InvalidContact", false),
        ["malformed"] = ("Malformed", false),
        ["orderNotReady"] = ("OrderNotReady", true),
        ["rateLimited"] = (RateLimited, true),
        ["rejectedIdentifier"] = ("RejectedIdentifier", false),
        ["serverInternal"] = ("ServerInternal", true),
        ["tls"] = ("Tls", false),
        ["unauthorized"] = ("Unauthorized", false),
        ["unsupportedContact"] = ("UnsupportedContact", false),
        ["unsupportedIdentifier"] = ("UnsupportedIdentifier", false),
        ["userActionRequired"] = ("UserActionRequired", false),
    };

    /// <summary>From a failed answer.</summary>
    public static AcmeFailure From(int status, AcmeProblem? problem, TimeSpan? retryAfter)
    {
        var message = problem is { Detail.Length: > 0 } ? problem.Detail : $"The authority answered {status}.";
        if (status == 429)
        {
            return new AcmeFailure(RateLimited, message, true, retryAfter);
        }

        // A vanished order is "malformed" to Pebble and "malformed" or nothing to others: the status is what counts.
        if (status == 404)
        {
            return new AcmeFailure(NotFound, message, false, retryAfter);
        }

        return problem is not null && Known.TryGetValue(problem.Name, out var known)
            ? new AcmeFailure(known.Reason, message, known.IsTransient, retryAfter)
            : new AcmeFailure(status >= 500 ? "ServerInternal" : "Refused", message, status >= 500, retryAfter);
    }

    /// <summary>From the error that an authorization, a challenge or an order carries.</summary>
    public static AcmeFailure From(AcmeProblem? problem) =>
        problem is null
            ? new AcmeFailure("Refused", "The authority gives no reason.", false)
            : From(200, problem, null);
}
