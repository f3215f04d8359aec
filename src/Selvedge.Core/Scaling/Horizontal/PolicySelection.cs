namespace Selvedge.Core.Scaling.Horizontal;

/// <summary>Which of several policies of one direction counts.</summary>
public enum PolicySelection
{
    /// <summary>The one that allows the largest change.</summary>
    Max,

    /// <summary>The one that allows the smallest change.</summary>
    Min,

    /// <summary>None: there is no scaling in this direction.</summary>
    Disabled,
}
