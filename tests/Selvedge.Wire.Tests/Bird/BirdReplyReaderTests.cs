using System.Text;
using CsCheck;
using Selvedge.Wire.Bird;

namespace Selvedge.Wire.Tests.Bird;

public sealed class BirdReplyReaderTests
{
    private const string Stream =
        "0001 BIRD 2.0.12 ready.\n0002-Reading configuration from a\n0020 Configuration OK\n"
        + "+a word in between\n1002-a      BGP\n b     Static\n0000 \n9001 syntax error\n8002 a: No such file\n";

    private static readonly string[] Words =
    [
        "1002-", "1006-", " ", "0000 ", "1007-", "0014 ", "Name ", "BGP ", "--- ", "up ", "2026-11-25 ",
        "00:10:47.771 ", "BGP state: ", "Established", "Channel ipv4", "State: ", "UP", "Routes: ",
        "99999999999 imported, ", " exported", "Last error: ", "Total: ", "5 of 6 routes", "192.0.2.0/24 ",
        "Table ", "\n", "\n", "\n",
    ];

    [Fact]
    public void Answers_are_framed_by_their_last_line()
    {
        var replies = ReadAll(Encoding.UTF8.GetBytes(Stream), out var problem);

        Assert.Equal(BirdProblem.None, problem);
        Assert.Equal([1, 20, 0, 9001, 8002], replies.Select(reply => reply.Code));
        Assert.Equal([true, true, true, false, false], replies.Select(reply => reply.IsDone));
        Assert.Equal(new BirdLine(1002, "b     Static"), replies[2].Lines[1]);
        Assert.Equal("syntax error", replies[3].Problem);
        Assert.True(replies[1].Has(2));
    }

    [Fact]
    public void However_it_is_cut_the_same_answers_are_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream);
        var whole = Write(ReadAll(bytes, out _));
        Gen.Int[0, bytes.Length].Array[0, 12].Sample(cuts =>
        {
            var reader = new BirdReplyReader();
            List<BirdReply> replies = [];
            var from = 0;
            foreach (var cut in cuts.Order().Append(bytes.Length))
            {
                Assert.True(reader.TryTake(bytes.AsSpan(from..cut)));
                from = cut;
                while (reader.TryRead(out var reply))
                {
                    replies.Add(reply);
                }
            }

            Assert.Equal(whole, Write(replies));
        });
    }

    [Theory]
    [InlineData("abc\n", BirdProblem.NoCode)]
    [InlineData("0001\n", BirdProblem.NoCode)]
    [InlineData("0001+a\n", BirdProblem.NoCode)]
    [InlineData("\n", BirdProblem.NoCode)]
    [InlineData(" alone\n", BirdProblem.NothingToContinue)]
    [InlineData("0001 a\0b\n", BirdProblem.NotText)]
    public void Broken_frames_are_named_and_nothing_is_read_after_them(string text, BirdProblem problem)
    {
        var reader = new BirdReplyReader();

        Assert.False(reader.TryTake(Encoding.UTF8.GetBytes(text + "0000 fine\n")));

        Assert.Equal(problem, reader.Problem);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.TryTake("0000 fine\n"u8));
    }

    [Fact]
    public void Limits_hold()
    {
        var reader = new BirdReplyReader();
        Assert.False(reader.TryTake(Encoding.UTF8.GetBytes(new string('1', BirdLimits.LineBytesMax + 1))));
        Assert.Equal(BirdProblem.LineTooLong, reader.Problem);

        var endless = new BirdReplyReader();
        var line = "1000-a\n"u8.ToArray();
        for (var count = 0; count < BirdLimits.LinesMax; count++)
        {
            Assert.True(endless.TryTake(line));
        }

        Assert.False(endless.TryTake(line));
        Assert.Equal(BirdProblem.TooManyLines, endless.Problem);
    }

    [Fact]
    public void Random_and_mutated_bytes_never_throw()
    {
        Gen.Byte.Array[0, 300].Sample(bytes => ReadTables(bytes), iter: 20_000);
        Gen.Select(Gen.Int[0, Stream.Length - 1], Gen.Byte, Gen.Int[0, Stream.Length - 1], Gen.Byte)
            .Sample((one, first, other, second) =>
            {
                var bytes = Encoding.UTF8.GetBytes(Stream);
                (bytes[one], bytes[other]) = (first, second);
                ReadTables(bytes);
            }, iter: 20_000);
    }

    [Fact]
    public void Random_words_of_the_protocol_never_throw() =>
        Gen.Int[0, Words.Length - 1].Select(index => Words[index])
            .Array[0, 60]
            .Sample(words => ReadTables(Encoding.UTF8.GetBytes(string.Concat(words))), iter: 20_000);

    private static void ReadTables(byte[] bytes)
    {
        foreach (var reply in ReadAll(bytes, out _))
        {
            Assert.True(BirdTables.ReadProtocols(reply).All(protocol => protocol.Imported >= 0));
            Assert.All(BirdTables.ReadNetworks(reply), network => Assert.Contains('/', network));
            Assert.True(BirdTables.ReadCount(reply) is null or >= 0);
            Assert.NotNull(BirdTables.ReadVersion(reply));
        }
    }

    private static List<BirdReply> ReadAll(byte[] bytes, out BirdProblem problem)
    {
        var reader = new BirdReplyReader();
        List<BirdReply> replies = [];
        reader.TryTake(bytes);
        while (reader.TryRead(out var reply))
        {
            replies.Add(reply);
        }

        problem = reader.Problem;
        return replies;
    }

    private static string Write(IEnumerable<BirdReply> replies) =>
        string.Join('\n', replies.Select(reply => string.Join('|', reply.Lines)));
}
