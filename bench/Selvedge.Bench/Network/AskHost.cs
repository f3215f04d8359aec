using System.Globalization;

namespace Selvedge.Bench.Network;

/// <summary>Users of a lab in a process: each request is a new connection, and is tried once more where it fails.
/// </summary>
internal static class AskHost
{
    /// <summary>What makes the bench program one.</summary>
    public const string Verb = "--ask";

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(3);

    // Paced, so that a drain happens in their middle, however fast the machine is.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Asks, and prints how many requests there were, needed a second attempt, and failed.</summary>
    /// <param name="arguments">The address, how many requests, how many users at once.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var requests = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var users = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var (begun, again, failed) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => UseAsync()));
        System.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Math.Min(begun, requests)} {again} {failed}"));
        return 0;

        async Task UseAsync()
        {
            using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) };
            using var client = new HttpClient(handler) { Timeout = AttemptLimit };
            while (Interlocked.Increment(ref begun) <= requests)
            {
                if (!await TryAsync(client, arguments[0]))
                {
                    Interlocked.Increment(ref again);
                    if (!await TryAsync(client, arguments[0]))
                    {
                        Interlocked.Increment(ref failed);
                    }
                }

                await Task.Delay(Pause);
            }
        }
    }

    private static async Task<bool> TryAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { ConnectionClose = true } };
        try
        {
            using var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
