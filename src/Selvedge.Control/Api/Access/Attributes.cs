namespace Selvedge.Control.Api.Access;

/// <summary>What a caller wants to do.</summary>
/// <param name="Verb"><c>get list watch create update patch delete deletecollection</c>; <c>*</c>: all.</param>
/// <param name="Group">API group; empty: the core group; <c>*</c>: all.</param>
/// <param name="Resource">Plural; <c>*</c>: all; empty: a path.</param>
/// <param name="Subresource">For example <c>status</c>; empty: the document.</param>
/// <param name="Path">For paths outside the API's documents; else empty.</param>
public sealed record Attributes(string Verb, string Group, string Resource, string Subresource, string Path)
{
    /// <summary>A path outside the API's documents.</summary>
    public static Attributes OfPath(string verb, string path) => new(verb, "", "", "", path);
}
