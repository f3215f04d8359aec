using System.Collections.Immutable;
using System.Text;

namespace Selvedge.Wire.Bird;

/// <summary>Reads answers of BIRD's control socket from bytes, however they are cut into pieces.</summary>
/// <remarks>A line is <c>NNNN-text</c> (more follows), <c>NNNN text</c> (the last one), <c> text</c> (of the code
/// before) or <c>+text</c> (a log line between answers, which is passed over). After a problem the reader stays where
/// it is: the bytes that follow have lost their frame, so close the connection. Never throws.</remarks>
public sealed class BirdReplyReader
{
    private readonly Queue<BirdReply> _replies = new();
    private readonly UTF8Encoding _text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _line = new byte[BirdLimits.LineBytesMax];
    private ImmutableArray<BirdLine>.Builder _lines = ImmutableArray.CreateBuilder<BirdLine>();
    private int _length;

    /// <summary>What was wrong with the bytes so far.</summary>
    public BirdProblem Problem { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    /// <returns>False where there is a problem, now or before.</returns>
    public bool TryTake(ReadOnlySpan<byte> bytes)
    {
        while (Problem == BirdProblem.None && bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            if (_length + piece.Length > _line.Length)
            {
                Problem = BirdProblem.LineTooLong;
                break;
            }

            piece.CopyTo(_line.AsSpan(_length));
            _length += piece.Length;
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0)
            {
                Problem = TakeLine(_line.AsSpan(0, _length));
                _length = 0;
            }
        }

        return Problem == BirdProblem.None;
    }

    /// <summary>Gives the next whole answer.</summary>
    public bool TryRead(out BirdReply reply) => _replies.TryDequeue(out reply!);

    private BirdProblem TakeLine(ReadOnlySpan<byte> line)
    {
        if (!TryDecode(line, out var text))
        {
            return BirdProblem.NotText;
        }

        if (text.StartsWith('+'))
        {
            return BirdProblem.None;
        }

        if (text.StartsWith(' '))
        {
            return _lines.Count == 0 ? BirdProblem.NothingToContinue : Add(_lines[^1].Code, text[1..], last: false);
        }

        if (text.Length < 5 || text[4] is not (' ' or '-') || text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return BirdProblem.NoCode;
        }

        var code = ((text[0] - '0') * 1000) + ((text[1] - '0') * 100) + ((text[2] - '0') * 10) + (text[3] - '0');
        return Add(code, text[5..], last: text[4] == ' ');
    }

    private BirdProblem Add(int code, string text, bool last)
    {
        if (_lines.Count == BirdLimits.LinesMax)
        {
            return BirdProblem.TooManyLines;
        }

        _lines.Add(new BirdLine(code, text));
        if (last)
        {
            _replies.Enqueue(new BirdReply(_lines.ToImmutable()));
            _lines = ImmutableArray.CreateBuilder<BirdLine>();
        }

        return BirdProblem.None;
    }

    private bool TryDecode(ReadOnlySpan<byte> line, out string text)
    {
        text = "";
        // Tabs are in tables; no other control character is.
        if (line.ContainsAnyInRange((byte)0, (byte)8) || line.ContainsAnyInRange((byte)10, (byte)31))
        {
            return false;
        }

        try
        {
            text = _text.GetString(line);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
