namespace Selvedge.Core.Resources;

/// <summary>A document that another one depends on.</summary>
public sealed record OwnerReference
{
    /// <summary>The owner's group and version.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The owner's kind.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The owner's name, in the same namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>The owner that is meant.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Whether it is the managing owner.</summary>
    public bool Controller { get; init; }
}
