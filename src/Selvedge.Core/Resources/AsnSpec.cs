namespace Selvedge.Core.Resources;

/// <summary>What the operator says of an <see cref="Asn"/>.</summary>
public sealed record AsnSpec
{
    /// <summary>1 to 4,294,967,294.</summary>
    public long Number { get; init; }

    /// <summary>For people.</summary>
    public string DisplayName { get; init; } = "";
}
