using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Selvedge.Edge.Tests.Http;

/// <summary>A request as an origin sees it.</summary>
internal sealed class OriginRequest
{
    public string Method { get; private init; } = "";

    public string Target { get; private init; } = "";

    /// <summary>Lines of the header, without the request line.</summary>
    public List<string> Lines { get; } = [];

    public byte[] Body { get; private set; } = [];

    public int Connection { get; private init; }

    /// <summary>Set by a script: the connection is closed after this response.</summary>
    public bool Closes { get; set; }

    public string? this[string name]
    {
        get
        {
            var found = Lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                .Select(line => line[(name.Length + 1)..].Trim()).ToArray();
            return found.Length == 0 ? null : string.Join(", ", found);
        }
    }

    public static async Task<OriginRequest?> ReadAsync(NetworkStream stream, int connection, CancellationToken cancel)
    {
        if (await LineAsync(stream, cancel) is not { } first)
        {
            return null;
        }

        var parts = first.Split(' ');
        var request = new OriginRequest { Method = parts[0], Target = parts[1], Connection = connection };
        while (await LineAsync(stream, cancel) is { Length: > 0 } line)
        {
            request.Lines.Add(line);
        }

        if (request["Content-Length"] is { } length)
        {
            request.Body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(request.Body, cancel);
        }
        else if (request["Transfer-Encoding"] is not null)
        {
            var body = new MemoryStream();
            while (true)
            {
                var line = await LineAsync(stream, cancel) ?? throw new IOException("Cut.");
                var size = Convert.ToInt32(line, 16);
                if (size == 0)
                {
                    break;
                }

                var chunk = new byte[size + 2];
                await stream.ReadExactlyAsync(chunk, cancel);
                body.Write(chunk, 0, size);
            }

            await LineAsync(stream, cancel);
            request.Body = body.ToArray();
        }

        return request;
    }

    private static async Task<string?> LineAsync(NetworkStream stream, CancellationToken cancel)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one, cancel) == 0)
            {
                return null;
            }

            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
