namespace Selvedge.Core.Resources;

/// <summary>Names a document in the same namespace.</summary>
public sealed record ScaleTargetReference
{
    /// <summary>For example <c>apps/v1</c>.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>For example <c>Deployment</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";
}
