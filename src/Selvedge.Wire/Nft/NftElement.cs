namespace Selvedge.Wire.Nft;

/// <summary>An element of a map whose key is a number.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it is mapped to, as nft writes it.</param>
/// <param name="Comment">Of the element; else empty.</param>
/// <param name="Packets">That its counter counted; 0 without one.</param>
/// <param name="Bytes">Of these.</param>
public sealed record NftElement(uint Key, string Value, string Comment, long Packets, long Bytes);
