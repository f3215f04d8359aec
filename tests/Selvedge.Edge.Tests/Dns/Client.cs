using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Tests.Dns;

/// <summary>Asks a server over real sockets.</summary>
internal static class Client
{
    public static async Task<DnsMessage?> UdpAsync(IPEndPoint server, DnsQuery query, TimeSpan wait)
    {
        Assert.True(query.TryEncode(out var packet, out _));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var deadline = new CancellationTokenSource(wait);
        await socket.ConnectAsync(server);
        await socket.SendAsync(packet);
        var response = new byte[4096];
        try
        {
            var length = await socket.ReceiveAsync(response, deadline.Token);
            Assert.True(DnsMessage.TryDecode(response.AsSpan(0, length), out var message, out var reason), reason);
            return message;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public static async Task WriteAsync(NetworkStream stream, DnsQuery query)
    {
        Assert.True(query.TryEncode(out var packet, out _));
        await stream.WriteAsync((byte[])[(byte)(packet.Length >> 8), (byte)packet.Length, .. packet]);
    }

    public static async Task<DnsMessage> ReadAsync(NetworkStream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
        var response = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(response, TestContext.Current.CancellationToken);
        Assert.True(DnsMessage.TryDecode(response, out var message, out var reason), reason);
        return message;
    }

    /// <summary>Runs Debian's dig and returns what it prints.</summary>
    public static async Task<string> DigAsync(IPEndPoint server, params string[] arguments)
    {
        const string Path = "/usr/bin/dig";
        Assert.SkipUnless(File.Exists(Path), "dig is not installed (Debian: bind9-dnsutils)");
        var start = new ProcessStartInfo(Path) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            ["@" + server.Address, "-p", $"{server.Port}", "+time=5", "+tries=1", "+norecurse", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var dig = Process.Start(start)!;
        var text = await dig.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await dig.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("WARNING", text, StringComparison.Ordinal);
        return text;
    }
}
