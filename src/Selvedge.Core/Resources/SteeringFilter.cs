namespace Selvedge.Core.Resources;

/// <summary>One step of a filter chain.</summary>
public sealed record SteeringFilter
{
    /// <summary>The filter's name, for example <c>select_first_n</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>For <c>select_first_n</c>: how many places stay; 1 to 8. The default is 2.</summary>
    public int N { get; init; } = 2;
}
