namespace Selvedge.Control.Commands;

/// <summary>What an operator wants purged: exactly one of the three.</summary>
public sealed record PurgeRequest
{
    /// <summary>A URL in full; its host names the site.</summary>
    public string? Url { get; init; }

    /// <summary>A tag; of <see cref="Site"/>, or of every site.</summary>
    public string? Tag { get; init; }

    /// <summary>With <see cref="Tag"/>: whose. Alone: everything of it. <c>namespace/name</c> or a name in
    /// <c>default</c>.</summary>
    public string? Site { get; init; }
}
