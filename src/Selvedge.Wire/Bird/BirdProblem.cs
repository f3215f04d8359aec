namespace Selvedge.Wire.Bird;

/// <summary>What is wrong with bytes that should be an answer; also a metric's label.</summary>
public enum BirdProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line is longer than <see cref="BirdLimits.LineBytesMax"/>.</summary>
    LineTooLong,

    /// <summary>An answer has more than <see cref="BirdLimits.LinesMax"/> lines.</summary>
    TooManyLines,

    /// <summary>A line begins with neither a code nor a space nor a plus sign, or a code stands before no space or
    /// hyphen.</summary>
    NoCode,

    /// <summary>A continuation comes before any line with a code.</summary>
    NothingToContinue,

    /// <summary>The bytes are no UTF-8, or have control characters.</summary>
    NotText,
}
