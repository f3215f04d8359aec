namespace Selvedge.Wire.Bird;

/// <summary>Every limit of the control socket's protocol, with its reason.</summary>
public static class BirdLimits
{
    /// <summary>Bytes of a line. BIRD itself cuts its answers at 4096 bytes a message.</summary>
    public const int LineBytesMax = 8192;

    /// <summary>Lines of an answer: <c>show protocols all</c> of a thousand sessions has some thirty each.</summary>
    public const int LinesMax = 100_000;
}
