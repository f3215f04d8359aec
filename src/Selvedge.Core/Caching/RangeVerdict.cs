namespace Selvedge.Core.Caching;

/// <summary>How a range request is answered.</summary>
public enum RangeVerdict
{
    /// <summary>200 with all of it.</summary>
    Whole,

    /// <summary>206 with a part.</summary>
    Part,

    /// <summary>416.</summary>
    Unsatisfiable,
}
