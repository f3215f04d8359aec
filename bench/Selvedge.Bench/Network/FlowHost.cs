using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Selvedge.Bench.Network;

/// <summary>A user of a lab with many flows that stay open: for each line on its standard input it asks on every one of
/// them, and prints a <see cref="FlowCount"/>.</summary>
internal static class FlowHost
{
    /// <summary>What makes the bench program one.</summary>
    public const string Verb = "--flows";

    private const int FirstPort = 10_000;
    private const int PatienceMilliseconds = 1500;

    /// <summary>Asks as long as there are lines.</summary>
    /// <param name="arguments">The protocol, the own address, the address with the port, how many flows.</param>
    public static int Run(string[] arguments)
    {
        var count = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        var target = IPEndPoint.Parse(arguments[2]);
        var sockets = Enumerable.Range(FirstPort, count)
            .Select(port => Open(arguments[0], IPAddress.Parse(arguments[1]), port, target)).ToList();
        var before = new string[count];
        while (System.Console.ReadLine() is not null)
        {
            var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var (broken, moved) = (0, 0);
            for (var flow = 0; flow < count; flow++)
            {
                if (Ask(sockets[flow]) is not { } name)
                {
                    broken++;
                    continue;
                }

                moved += before[flow] is { } earlier && earlier != name ? 1 : 0;
                before[flow] = name;
                answers[name] = answers.GetValueOrDefault(name) + 1;
            }

            System.Console.WriteLine(JsonSerializer.Serialize(new FlowCount(answers, broken, moved)));
        }

        return 0;
    }

    private static Socket? Open(string protocol, IPAddress own, int port, IPEndPoint target)
    {
        var socket = protocol == "udp"
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.ReceiveTimeout = PatienceMilliseconds;
        if (protocol == "tcp")
        {
            // The next user has the same ports: nothing of this one may linger.
            socket.LingerState = new LingerOption(true, 0);
        }

        socket.Bind(new IPEndPoint(own, port));
        try
        {
            socket.Connect(target);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string? Ask(Socket? socket)
    {
        try
        {
            var buffer = new byte[64];
            socket?.Send("who\n"u8);
            var read = socket?.Receive(buffer) ?? 0;
            return read > 0 ? Encoding.UTF8.GetString(buffer, 0, read).Trim() : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
