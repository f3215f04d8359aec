using System.Net.Sockets;
using System.Security.Authentication;
using Selvedge.Commands;

namespace Selvedge.Dev;

/// <summary>The application of the development network: <c>examples/clock.yaml</c>, as it lies there.</summary>
internal static class DevApplication
{
    /// <summary>The namespace of all of it.</summary>
    public const string Namespace = "clock";

    /// <summary>Its site's hostname.</summary>
    public const string Hostname = "clock.selvedge.test";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary>Its documents as YAML.</summary>
    public static string Documents()
    {
        using var stream = typeof(DevApplication).Assembly.GetManifestResourceStream("clock.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Whether a pod answers a user at a place, through the whole edge there. Documents remember pods as ready
    /// from the run before this one: only who asks knows better.</summary>
    /// <param name="address">The place's.</param>
    /// <param name="roots">The certificate authorities, as PEM.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<bool> AnswersAsync(string address, string roots, CancellationToken cancellation)
    {
        var handler = ApiClient.Trusting(roots);
        handler.ConnectCallback = async (_, connecting) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(address, DevAddresses.HttpsPort, connecting);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        using var http = new HttpClient(handler, disposeHandler: true) { Timeout = AnswerLimit };
        try
        {
            using var response = await http.GetAsync(
                new Uri($"https://{Hostname}:{DevAddresses.HttpsPort}/api/where"), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or AuthenticationException
            || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
