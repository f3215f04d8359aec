namespace Selvedge.Console.Feeds;

/// <summary>Says in a few words why a request failed.</summary>
internal static class Reasons
{
    /// <summary>For people.</summary>
    public static string Of(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => "connection refused or lost",
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.SecureConnectionError => "its certificate or TLS handshake was not accepted",
        HttpRequestError.ResponseEnded => "it closed the connection",
        _ => "the request failed",
    };
}
