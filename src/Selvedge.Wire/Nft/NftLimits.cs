namespace Selvedge.Wire.Nft;

/// <summary>Every limit of what is said to nft and read from it, with its reason.</summary>
public static class NftLimits
{
    /// <summary>Characters of a name. The kernel takes 255, with prefixes of ours and the names of documents.</summary>
    public const int NameCharsMax = 255;

    /// <summary>Bytes of a comment, as nft 1.0.6 takes them.</summary>
    public const int CommentBytesMax = 128;

    /// <summary>Elements of one command: nft parses a command as a whole, and its line is still readable.</summary>
    public const int ElementsPerCommandMax = 4096;

    /// <summary>Bytes of a listing: a map of 65,537 slots has 0.8 MB.</summary>
    public const int ListingBytesMax = 64 * 1024 * 1024;

    /// <summary>Elements that are read of one map: the largest of ours has 65,537.</summary>
    public const int ElementsMax = 1_000_000;
}
