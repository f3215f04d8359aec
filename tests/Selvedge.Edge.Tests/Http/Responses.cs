namespace Selvedge.Edge.Tests.Http;

internal static class Responses
{
    public static string Cache(this HttpResponseMessage response) =>
        string.Join(", ", response.Headers.GetValues("Cache-Status"));

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    /// <summary>The response, its body not yet read.</summary>
    public static Task<HttpResponseMessage> PageAsync(this HttpClient client, string url) =>
        client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
}
