using System.Buffers.Binary;
using System.Net.Security;
using System.Text;
using Selvedge.Wire.Dns;

namespace Selvedge.System.Tests.Hostile;

/// <summary>What strangers send to listeners. The same seed gives the same bytes.</summary>
internal static class HostileBytes
{
    private const int RandomPackets = 400;
    private const int RandomStreams = 20;
    private const int BentGreetings = 100;

    /// <summary>For DNS over UDP: noise, cut and bent queries.</summary>
    public static IEnumerable<byte[]> Packets(int seed)
    {
        var random = new Random(seed);
        new DnsQuery("atlas.selvedge.test", DnsType.A) { Id = 1 }.TryEncode(out var query, out _);
        for (var length = 0; length < query.Length; length++)
        {
            yield return query[..length];
        }

        for (var packet = 0; packet < RandomPackets; packet++)
        {
            yield return Noise(random, random.Next(600));
            var bent = query.ToArray();
            bent[random.Next(bent.Length)] = (byte)random.Next(256);
            yield return bent;
        }

        // A name that points at itself, and a question section that is not there.
        yield return [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1];
        yield return [0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        yield return Noise(random, 60_000);
    }

    /// <summary>For DNS over TCP: frames whose length is a lie.</summary>
    public static IEnumerable<byte[]> Frames(int seed)
    {
        var random = new Random(seed);
        (int, int)[] lies = [(0, 0), (65_535, 40), (12, 5), (600, 600), (1, 1), (12, 12), (40, 400)];
        foreach (var (length, bytes) in lies)
        {
            var frame = new byte[2 + bytes];
            random.NextBytes(frame);
            BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)length);
            yield return frame;
        }

        yield return [0];
        foreach (var noise in Streams(seed))
        {
            yield return noise;
        }
    }

    /// <summary>Noise, long and short.</summary>
    public static IEnumerable<byte[]> Streams(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, RandomStreams).Select(_ => Noise(random, random.Next(1, 5_000)));
    }

    /// <summary>For anything that speaks HTTP/1.1.</summary>
    public static IEnumerable<byte[]> Requests(string host)
    {
        var giant = new string('a', 200_000);
        var ranges = string.Join(',', Enumerable.Range(0, 500).Select(at => FormattableString.Invariant($"{at}-{at}")));
        string[] texts =
        [
            $"GET /{giant} HTTP/1.1\r\nHost: {host}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {host}\r\nX-Giant: {giant}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {host}\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 5_000))}\r\n",
            $"GET / HTTP/1.1\r\nHost: {host}\r\nHost: other.test\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {giant[..4_000]}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b@c/d\r\n\r\n",
            $"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
            $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello",
            $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999999999999\r\n\r\n",
            $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
            $"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
            $"GET / HTTP/1.1\nHost: {host}\n\n",
            $"GET / HTTP/1.1\r\nHost: {host}\r\nX-Nul: a\0b\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {host}\r\n folded: yes\r\n\r\n",
            $"GET /../../etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n",
            $"GET /%00%ff%zz HTTP/1.1\r\nHost: {host}\r\n\r\n",
            $"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n",
            $"TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0006\u0004",
            $"GET / HTTP/1.1\r\nHost: {host}\r\nRange: bytes={ranges}\r\n\r\n",
        ];
        return texts.Select(Encoding.Latin1.GetBytes);
    }

    /// <summary>For anything that speaks TLS: cut and bent greetings.</summary>
    public static IEnumerable<byte[]> Greetings(int seed)
    {
        var random = new Random(seed);
        yield return [22, 3, 1, 0x40, 0];
        yield return [22, 3, 1, 0, 4, 1, 0, 0, 0];
        yield return [22, 3, 1, 0xFF, 0xFF, .. Noise(random, 2_000)];
        yield return [22, 3, 3, 0, 50, 1, 0, 0, 46, 3, 3, .. Noise(random, 44)];
        yield return [21, 3, 1, 0, 2, 2, 40];
        var hello = ClientHello();
        for (var length = 1; length < hello.Length; length += 7)
        {
            // Cut, and cut by a record that says that it is whole.
            yield return hello[..length];
            var whole = hello[..Math.Max(5, length)];
            BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(3), (ushort)(whole.Length - 5));
            yield return whole;
        }

        for (var bent = 0; bent < BentGreetings; bent++)
        {
            var greeting = hello.ToArray();
            greeting[random.Next(3, greeting.Length)] = (byte)random.Next(256);
            yield return greeting;
        }

        yield return "GET / HTTP/1.1\r\nHost: atlas.selvedge.test\r\n\r\n"u8.ToArray();
    }

    /// <summary>For HTTP/2 after its preface: frames that no peer sends.</summary>
    public static IEnumerable<byte[]> Http2(int seed)
    {
        var random = new Random(seed);
        var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        yield return [.. preface, .. Noise(random, 500)];
        yield return [.. preface, .. settings, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1];
        yield return [.. preface, .. settings, 0, 0, 20, 1, 4, 0, 0, 0, 1, .. Noise(random, 20)];
        yield return [.. preface, .. settings, .. Enumerable.Range(0, 500).SelectMany(Reset)];
        yield return [.. preface, .. settings, .. Enumerable.Repeat(settings, 20_000).SelectMany(frame => frame)];

        // A request, and its end at once: the rapid reset.
        static byte[] Reset(int index)
        {
            var stream = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(stream, (2 * index) + 1);
            return [0, 0, 1, 1, 5, .. stream, 0x82, 0, 0, 4, 3, 0, .. stream, 0, 0, 0, 8];
        }
    }

    /// <summary>What a true client says first.</summary>
    private static byte[] ClientHello()
    {
        // It reads nothing after its own words, and gives up.
        using var said = new MemoryStream();
        using var client = new SslStream(said);
        Assert.ThrowsAny<IOException>(() => client.AuthenticateAsClient("atlas.selvedge.test"));
        return said.ToArray();
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
