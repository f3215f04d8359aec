using System.Text;

namespace Selvedge.Edge.Tests.Http;

internal static class OriginStreams
{
    public static async Task SayAsync(this Stream stream, int status, string fields, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await stream.SayAsync(
            $"HTTP/1.1 {status} Said\r\nContent-Length: {bytes.Length}\r\n{Lines(fields)}\r\n{body}");
    }

    public static async Task SayAsync(this Stream stream, string raw)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(raw));
        await stream.FlushAsync();
    }

    /// <summary>Fields that are written in a test as <c>A: b | C: d</c>.</summary>
    public static string Lines(string fields) =>
        string.Concat(fields.Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(field => field + "\r\n"));
}
