namespace Selvedge.Core.Purging;

/// <summary>What a purge names.</summary>
public enum PurgeKind
{
    /// <summary>One URL, with all of its variants.</summary>
    Url,

    /// <summary>Every object with the tag.</summary>
    Tag,

    /// <summary>Every object of the site.</summary>
    Site,
}
