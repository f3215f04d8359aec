using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Selvedge.Lab;

/// <summary>A user: one request after the other, each on a new connection. Prints how many were served, and the middle
/// of how long it took.</summary>
internal static class AskCommand
{
    private static readonly byte[] Question = "GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Under a hundred connections a second: as many as one source may begin.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(14);

    public static async Task<int> RunAsync(string address, string seconds)
    {
        var server = IPEndPoint.Parse(address);
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        var limit = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        var took = new List<double>();
        var asked = 0;
        while (time.GetElapsedTime(begun) < limit)
        {
            asked++;
            var at = time.GetTimestamp();
            if (await AskAsync(server, time))
            {
                took.Add(time.GetElapsedTime(at).TotalMilliseconds);
            }

            await Task.Delay(Pause, time, CancellationToken.None);
        }

        took.Sort();
        var median = took.Count == 0 ? 0 : took[took.Count / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"asked\":{asked},\"served\":{took.Count},\"median\":{median:0.000}}}"));
        return 0;
    }

    private static async Task<bool> AskAsync(IPEndPoint server, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var connection = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await connection.ConnectAsync(server, patience.Token);
            await connection.SendAsync(Question, patience.Token);
            var buffer = new byte[256];
            var read = await connection.ReceiveAsync(buffer, patience.Token);
            return Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
