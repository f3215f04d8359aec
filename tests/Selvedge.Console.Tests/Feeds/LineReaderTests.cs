using System.Text;
using CsCheck;
using Selvedge.Console.Feeds;

namespace Selvedge.Console.Tests.Feeds;

public sealed class LineReaderTests
{
    [Fact]
    public void Reads_every_finished_line_whatever_the_chunks() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 0, 200_000].List[0, 4], Gen.Int[1, 70_000]).Sample((lines, chunk) =>
        {
            var text = string.Concat(lines.Select(line => line + "\n")) + "unfinished";
            var reader = new LineReader(new Chunks(Encoding.ASCII.GetBytes(text), chunk), 1 << 20);
            var read = new List<string>();
            while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } line)
            {
                read.Add(Encoding.ASCII.GetString(line.Span));
            }

            return read.SequenceEqual(lines.Where(line => line.Length > 0), StringComparer.Ordinal);
        }, iter: 30);

    [Fact]
    public async Task Refuses_a_line_without_end()
    {
        var reader = new LineReader(new Chunks(new byte[200_000], 1000), 100_000);

        await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
    }

    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
