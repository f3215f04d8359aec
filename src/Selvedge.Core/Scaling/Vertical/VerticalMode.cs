namespace Selvedge.Core.Scaling.Vertical;

/// <summary>What happens with a recommendation.</summary>
public enum VerticalMode
{
    /// <summary>It is told only.</summary>
    Off,

    /// <summary>Pods that begin get it; running ones are left alone.</summary>
    Initial,
}
