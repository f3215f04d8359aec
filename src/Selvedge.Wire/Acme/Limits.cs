namespace Selvedge.Wire.Acme;

/// <summary>What a certificate authority may send at most. A real answer stays far below each of these.</summary>
public static class Limits
{
    /// <summary>Bytes of one JSON answer: an order of <see cref="IdentifiersMax"/> names takes about 20 KiB.</summary>
    public const int BodyBytesMax = 64 * 1024;

    /// <summary>Bytes of one downloaded chain: ten certificates of ordinary size.</summary>
    public const int ChainBytesMax = 128 * 1024;

    /// <summary>Names in one order: what the large authorities allow.</summary>
    public const int IdentifiersMax = 100;

    /// <summary>Challenges in one authorization: there are four registered types; room for as many again.</summary>
    public const int ChallengesMax = 16;

    /// <summary>Orders in one page of an account's list: its <see cref="BodyBytesMax"/> bytes hold no more.</summary>
    public const int OrdersMax = 1000;

    /// <summary>Characters of a URL: what servers commonly accept.</summary>
    public const int UrlCharsMax = 2048;

    /// <summary>Characters of a token: it becomes a path segment, and RFC 8555 asks for 128 bits only.</summary>
    public const int TokenCharsMax = 256;

    /// <summary>Characters of a nonce, which travels in a header.</summary>
    public const int NonceCharsMax = 512;

    /// <summary>Characters kept of a problem's words: they end up in a condition that people read.</summary>
    public const int DetailCharsMax = 1024;

    /// <summary>Nesting of a JSON answer: problems with subproblems with identifiers need five.</summary>
    public const int DepthMax = 16;
}
