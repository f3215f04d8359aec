namespace Selvedge.Core.Resources;

/// <summary>Whether a <see cref="Prefix"/> may be announced at a location.</summary>
public sealed record AnnouncementSpec
{
    /// <summary>The Prefix.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The Location.</summary>
    public string Location { get; init; } = "";

    /// <summary>Whether it may be announced; by whom users can be served decides the verdict, on the nodes.</summary>
    public bool Allowed { get; init; }

    /// <summary>One CamelCase word: <c>Authorized</c>, or why not: <c>NoRoa</c>, <c>RoaMaxLength</c>,
    /// <c>RoaOrigin</c>, <c>NoLetter</c>, <c>LetterExpired</c>, <c>ProviderForbids</c>, <c>NoPeer</c>,
    /// <c>OriginMismatch</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>One sentence, with the way out where it is refused.</summary>
    public string Detail { get; init; } = "";
}
