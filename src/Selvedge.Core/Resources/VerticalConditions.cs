namespace Selvedge.Core.Resources;

/// <summary>The conditions of a <see cref="VerticalPodAutoscaler"/>.</summary>
public static class VerticalConditions
{
    /// <summary>True: there is a recommendation.</summary>
    public const string Provided = "RecommendationProvided";
}
