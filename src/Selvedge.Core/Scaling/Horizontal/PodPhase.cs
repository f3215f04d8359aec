namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>Where a pod is in its life, as far as scaling looks.</summary>
public enum PodPhase
{
    /// <summary>It has begun.</summary>
    Running,

    /// <summary>It was not begun yet.</summary>
    Pending,

    /// <summary>It ended with an error and does not count.</summary>
    Failed,
}
