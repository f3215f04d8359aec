namespace Selvedge.Core.Workloads;

/// <summary>A field of a probe's request.</summary>
public sealed record HttpHeader
{
    /// <summary>The field's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its value.</summary>
    public string Value { get; init; } = "";
}
