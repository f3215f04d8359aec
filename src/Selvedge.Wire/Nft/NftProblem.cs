namespace Selvedge.Wire.Nft;

/// <summary>What is wrong with a listing of nft; also a metric's label.</summary>
public enum NftProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has more than <see cref="NftLimits.ListingBytesMax"/> bytes.</summary>
    TooLong,

    /// <summary>It is no JSON.</summary>
    NotJson,

    /// <summary>It is JSON of another shape than nft writes.</summary>
    Unexpected,

    /// <summary>There is no map in it.</summary>
    NoMap,

    /// <summary>The map has more than <see cref="NftLimits.ElementsMax"/> elements.</summary>
    TooManyElements,
}
